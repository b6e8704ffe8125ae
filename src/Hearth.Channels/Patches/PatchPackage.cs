using Hearth.Channels.Views;
using Hearth.Conda.Patches;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;

namespace Hearth.Channels.Patches;

/// <summary>A package that carries <c>SUBDIR/patch_instructions.json</c>, such as conda-forge-repodata-patches.</summary>
public sealed class PatchPackage : IPatchSource
{
    private readonly IReadOnlyDictionary<string, byte[]> _documents;

    /// <exception cref="BadInputException">The file is no package, or carries no instructions.</exception>
    public PatchPackage(string file)
    {
        Name = file;
        _documents = ArchiveFiles.Read(file, static path => path.Split('/') is [_, PatchFolder.FileName]);
        if (_documents.Count == 0)
            throw PatchSourceDiagnostics.NotAPatchSource.Refuse(file, $"the package has no SUBDIR/{PatchFolder.FileName}");
    }

    public string Name { get; }

    public PatchInstructions For(ISubdirRecords records)
    {
        var path = $"{records.Subdir}/{PatchFolder.FileName}";
        return _documents.TryGetValue(path, out var json) ? PatchInstructions.Parse(json, $"{Name}: {path}") : PatchInstructions.None;
    }
}
