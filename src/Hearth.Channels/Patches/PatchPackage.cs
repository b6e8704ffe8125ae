using Hearth.Channels.Views;
using Hearth.Conda.Patches;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Channels.Patches;

/// <summary>A package that carries <c>SUBDIR/patch_instructions.json</c>, such as conda-forge-repodata-patches.</summary>
public sealed class PatchPackage : IPatchSource
{
    // conda-forge's largest document has some tens of megabytes.
    private const int LargestDocument = 512 << 20;

    private readonly Dictionary<string, byte[]> _documents = new(StringComparer.Ordinal);

    /// <exception cref="BadInputException">The file is no package, is hostile, or carries no instructions.</exception>
    public PatchPackage(string file)
    {
        Name = file;
        using var source = new FileByteRangeSource(file);
        using var archive = new ArchiveReader(source, ArchiveName.Parse(file).Format);
        while (archive.MoveNext())
        {
            if (archive.Entry.Type == TarEntryType.File && archive.Entry.Path.Split('/') is [var subdir, PatchFolder.FileName])
                _documents.Add(subdir, ReadDocument(archive));
        }
        if (_documents.Count == 0)
            throw PatchSourceDiagnostics.NotAPatchSource.Refuse(file, $"the package has no SUBDIR/{PatchFolder.FileName}");
    }

    public string Name { get; }

    public PatchInstructions For(ISubdirRecords records) =>
        _documents.TryGetValue(records.Subdir, out var json)
            ? PatchInstructions.Parse(json, $"{Name}: {records.Subdir}/{PatchFolder.FileName}")
            : PatchInstructions.None;

    public IPatchSource Reopen() => new PatchPackage(Name);

    private byte[] ReadDocument(ArchiveReader archive)
    {
        if (archive.Entry.Size > LargestDocument)
            throw PatchSourceDiagnostics.NotAPatchSource.Refuse(Name, $"{archive.Entry.Path} has {archive.Entry.Size} bytes; {LargestDocument} are allowed");
        using var content = new MemoryStream();
        archive.CopyTo(content);
        return content.ToArray();
    }
}
