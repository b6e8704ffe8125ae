using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Views;

/// <summary>
/// current_repodata.json: the newest version of every name, and what those need, until nothing in the subdir is missing
/// (wire-formats §4). conda before 23.10 reads it first.
/// </summary>
public sealed class CurrentRepodataView
{
    private readonly ISubdirRecords _records;
    private readonly Dictionary<string, List<Artifact>> _kept = new(StringComparer.Ordinal);
    private readonly Queue<Artifact> _unexamined = new();
    private readonly HashSet<string> _examinedSpecs = new(StringComparer.Ordinal);

    private CurrentRepodataView(ISubdirRecords records) => _records = records;

    /// <summary>Writes the document.</summary>
    /// <param name="records">The subdir.</param>
    /// <param name="newest">Every name with the JSON list of the files kept for its own sake (see <see cref="NewestVersions"/>).</param>
    /// <param name="pins">Versions kept beside the newest: name to version prefixes.</param>
    /// <param name="info">The document's <c>info</c>.</param>
    /// <param name="output">Receives the document.</param>
    public static void Write(
        ISubdirRecords records,
        IEnumerable<(string Name, byte[] Files)> newest,
        IReadOnlyDictionary<string, IReadOnlyList<string>> pins,
        RepodataInfo info,
        Stream output)
    {
        var view = new CurrentRepodataView(records);
        view.KeepNewest(newest.ToList(), pins);
        view.KeepWhatThoseNeed();
        var kept = view._kept.Values.SelectMany(artifacts => artifacts)
            .OrderBy(artifact => artifact.Group)
            .ThenBy(artifact => artifact.File, StringComparer.Ordinal)
            .ToList();
        var v3 = kept.Where(artifact => artifact.Group.IsV3()).Select(artifact => artifact.Record.Integer(RecordField.IndexedTimestamp)).ToList();
        var writer = new RepodataWriter(output, info with { Revision3 = Summary(info.Revision3, v3) }, []);
        foreach (var artifact in kept)
            writer.Write(artifact.Group, artifact.Group.KeyOf(artifact.File), artifact.Record.Json.Span);
        writer.Complete();
    }

    private static RevisionSummary? Summary(RevisionSummary? ofAll, List<long?> times) =>
        ofAll is null || times.Count == 0 ? null : ofAll with { Packages = times.Count, Oldest = times.Min(), Newest = times.Max() };

    // A name without kept files is in the subdir all the same, so that dependencies on it are looked for.
    private void KeepNewest(List<(string Name, byte[] Files)> newest, IReadOnlyDictionary<string, IReadOnlyList<string>> pins)
    {
        foreach (var (name, files) in newest)
        {
            var wanted = JsonText.ReadList(files).ToHashSet(StringComparer.Ordinal);
            _kept[name] = [];
            var isPinned = pins.TryGetValue(name, out var prefixes);
            var artifacts = isPinned ? Load(name) : Load(name, WithTwins(wanted));
            if (isPinned)
                wanted.UnionWith(NewestVersions.Of(artifacts.Select(artifact => (artifact.File, artifact.Record)), prefixes!));
            Keep(name, artifacts.Where(artifact => wanted.Contains(artifact.File)));
        }
    }

    private void KeepWhatThoseNeed()
    {
        while (_unexamined.TryDequeue(out var artifact))
        {
            foreach (var dependency in artifact.Record.Depends)
            {
                if (_examinedSpecs.Add(dependency))
                    Satisfy(dependency);
            }
        }
    }

    private void Satisfy(string dependency)
    {
        var name = PackageName.Lenient(MatchSpec.NameOf(dependency)).ToString();
        if (!_kept.TryGetValue(name, out var kept) || !MatchSpec.TryParse(dependency, null, out var spec))
            return;
        if (spec.IsBareName || kept.Exists(artifact => spec.Matches(artifact.Candidate)))
            return;
        var satisfying = Load(name).Where(artifact => spec.Matches(artifact.Candidate)).ToList();
        if (satisfying.Count == 0)
            return;
        var newest = satisfying.Max(artifact => artifact.Candidate.Version);
        Keep(name, satisfying.Where(artifact => artifact.Candidate.Version == newest));
    }

    private void Keep(string name, IEnumerable<Artifact> artifacts)
    {
        foreach (var artifact in artifacts)
        {
            _kept[name].Add(artifact);
            _unexamined.Enqueue(artifact);
        }
    }

    // The two archives of each build.
    private static HashSet<string> WithTwins(IEnumerable<string> files)
    {
        var (classic, modern) = (RecordGroup.Packages.Extension(), RecordGroup.PackagesConda.Extension());
        return files.SelectMany(file => file.EndsWith(modern, StringComparison.Ordinal) ? [file, file[..^modern.Length] + classic]
            : file.EndsWith(classic, StringComparison.Ordinal) ? [file, file[..^classic.Length] + modern]
            : (string[])[file]).ToHashSet(StringComparer.Ordinal);
    }

    // Of two archives of one build only the .conda counts; it tells of its twin (CEP 36 § Package record metadata).
    private List<Artifact> Load(string name, HashSet<string>? files = null)
    {
        var classic = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var artifacts = new List<Artifact>();
        if (files is null)
            _records.VisitName(name, Add);
        else
            _records.VisitFiles(name, files, Add);
        artifacts.AddRange(classic.Select(left => new Artifact(RecordGroup.Packages, left.Key + RecordGroup.Packages.Extension(), left.Value, Twin: null)));
        return artifacts;

        void Add(ListedRecord record)
        {
            if (record.IsRemoved)
                return;
            var json = record.Json.ToArray();
            var stem = record.File[..^record.Group.Extension().Length];
            if (record.Group == RecordGroup.Packages)
                classic[stem] = json;
            else if (record.Group == RecordGroup.PackagesConda && classic.Remove(stem, out var twin))
                artifacts.Add(new Artifact(record.Group, record.File, json, twin));
            else
                artifacts.Add(new Artifact(record.Group, record.File, json, Twin: null));
        }
    }

    private static PackageRecord WithTwin(PackageRecord record, PackageRecord twin)
    {
        var builder = record.ToBuilder().Set("legacy_bz2_size"u8, twin.Size);
        if (twin.Text(RecordField.Md5) is { } md5)
            builder.Set("legacy_bz2_md5"u8, md5);
        return PackageRecord.From(builder);
    }

    // Of most names few artifacts are kept, so that the others need not be read.
    private sealed record Artifact(RecordGroup Group, string File, byte[] Json, byte[]? Twin)
    {
        private MatchCandidate? _candidate;

        public PackageRecord Record => field ??= Twin is null ? PackageRecord.FromCanonical(Json) : WithTwin(PackageRecord.FromCanonical(Json), PackageRecord.FromCanonical(Twin));

        public MatchCandidate Candidate => _candidate ??= Record.ToCandidate(File);
    }
}
