using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Files;

namespace Hearth.Channels.Indexing;

/// <summary>What one indexing run collects on its way: diagnostics, written files, progress.</summary>
internal sealed class IndexRun(string root, DateTimeOffset now, IProgress<IndexProgress>? progress)
{
    private readonly List<Diagnostic> _diagnostics = [];
    private readonly List<string> _written = [];

    /// <summary>The one instant that everything this run writes carries.</summary>
    public DateTimeOffset Now => now;

    public IReadOnlyList<Diagnostic> Diagnostics => [.. _diagnostics.OrderBy(diagnostic => diagnostic.File, StringComparer.Ordinal)];

    public IReadOnlyList<string> Written => _written;

    public void Add(Diagnostic diagnostic) => _diagnostics.Add(diagnostic);

    public void Wrote(string path) => _written.Add(Path.GetRelativePath(root, path));

    public void Report(IndexPhase phase, string? subdir, long done = 0, long total = 0, long bytes = 0) =>
        progress?.Report(new IndexProgress(phase, subdir, done, total, bytes));

    /// <summary>Writes a small file, unless it has that content already.</summary>
    public bool WriteIfChanged(string path, ReadOnlySpan<byte> content)
    {
        if (!AtomicFile.WriteIfChanged(path, content))
            return false;
        Wrote(path);
        return true;
    }

    /// <summary>Moves a staged file into place.</summary>
    public void Commit(StagedFile file)
    {
        if (file.Commit())
            Wrote(file.Path);
    }

    /// <summary>Takes away a file that the options no longer ask for.</summary>
    public void Delete(string path)
    {
        if (!File.Exists(path))
            return;
        File.Delete(path);
        Wrote(path);
    }
}
