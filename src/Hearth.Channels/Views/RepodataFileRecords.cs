using System.Text.Json;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Views;

/// <summary>
/// The records of a subdir as its repodata files list them: before patches where there is a repodata_from_packages.json, else as
/// repodata.json has them. Read anew at every visit and never held in memory; they come in the file's order, which every
/// indexer sorts.
/// </summary>
public sealed class RepodataFileRecords : ISubdirRecords
{
    private static readonly string[] FileNames =
        ["repodata_from_packages.json", "repodata_from_packages.json.zst", "repodata.json", "repodata.json.zst"];

    private readonly string _file;
    private readonly HashSet<RecordGroup> _groups = [];

    private RepodataFileRecords(string subdir, string file)
    {
        Subdir = subdir;
        _file = file;
        var removed = new List<string>();
        Visit(reader =>
        {
            if (reader.Entry == RepodataEntry.Record)
                _groups.Add(reader.Group);
            else if (reader is { Entry: RepodataEntry.Member, Key: "removed" })
                removed.AddRange(JsonText.ReadList(reader.Value));
        });
        removed.Sort(StringComparer.Ordinal);
        Removed = removed;
    }

    public string Subdir { get; }

    public IReadOnlyList<string> Removed { get; }

    /// <summary>The records of a subdir of a channel folder; null if none of its files lists them.</summary>
    /// <exception cref="BadInputException">The file is not repodata.</exception>
    public static RepodataFileRecords? Find(string channel, string subdir) =>
        PathTo(channel, subdir) is { } file ? new RepodataFileRecords(subdir, file) : null;

    /// <summary>Whether a file of a channel folder lists the records of a subdir.</summary>
    public static bool Exist(string channel, string subdir) => PathTo(channel, subdir) is not null;

    public void VisitGroup(RecordGroup group, ISubdirRecords.Visitor visit)
    {
        if (_groups.Contains(group))
            VisitRecords(reader => reader.Group == group, visit);
    }

    public void VisitName(string name, ISubdirRecords.Visitor visit)
    {
        foreach (var group in RecordGroups.All.Where(_groups.Contains))
            VisitRecords(reader => reader.Group == group && PackageRecord.FromCanonical(reader.Value.ToArray()).PackageName.ToString() == name, visit);
    }

    private static string? PathTo(string channel, string subdir) =>
        FileNames.Select(name => Path.Combine(channel, subdir, name)).FirstOrDefault(File.Exists);

    private void VisitRecords(Predicate<RepodataReader> wanted, ISubdirRecords.Visitor visit) => Visit(reader =>
    {
        if (reader.Entry != RepodataEntry.Record || !wanted(reader))
            return;
        var json = CanonicalJson.Rewrite(reader.Value);
        visit(new ListedRecord
        {
            Group = reader.Group,
            File = reader.Group.FileOf(reader.Key),
            Json = json,
            UnpatchedJson = json,
            RunExports = default,
        });
    });

    private void Visit(Action<RepodataReader> visit)
    {
        try
        {
            Stream content = File.OpenRead(_file);
            using var reader = new RepodataReader(_file.EndsWith(".zst", StringComparison.Ordinal) ? Zstd.OpenRead(content) : content);
            while (reader.Read())
                visit(reader);
        }
        catch (JsonException e)
        {
            throw FoundationDiagnostics.NotJson.Refuse(_file, e.Message);
        }
    }
}
