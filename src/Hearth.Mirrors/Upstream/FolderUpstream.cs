using Hearth.Conda.Names;

namespace Hearth.Mirrors.Upstream;

/// <summary>A channel that lies in a folder, with <c>SUBDIR/repodata.json</c> below it.</summary>
public sealed class FolderUpstream(string folder) : IUpstream
{
    private readonly string _root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;

    public string Name => folder;

    public Task<UpstreamFile> OpenAsync(string reference, string? etag, string? via, CancellationToken cancellation)
    {
        var path = Path.GetFullPath(Path.Combine(_root, Uri.UnescapeDataString(reference)));
        if (reference.Contains("://", StringComparison.Ordinal) || !path.StartsWith(_root, StringComparison.Ordinal))
            throw MirrorDiagnostics.HostNotNamed.Refuse(folder, $"it leads to '{UrlSecrets.Redact(reference)}', which is not in the folder");
        if (!File.Exists(path))
            return Task.FromResult<UpstreamFile>(new UpstreamFile.Absent());
        var content = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 1 << 16, FileOptions.Asynchronous);
        var tag = FormattableString.Invariant($"\"{content.Length:x}-{File.GetLastWriteTimeUtc(content.SafeFileHandle).Ticks:x}\"");
        if (tag != etag)
            return Task.FromResult<UpstreamFile>(new UpstreamFile.Opened(content, content.Length, tag));
        content.Dispose();
        return Task.FromResult<UpstreamFile>(new UpstreamFile.Unchanged());
    }

    public void Dispose()
    {
        // Nothing is held between files.
    }
}
