using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Planning;

/// <summary>The artifacts of a plan, kept by subdir and name, so that nothing has to be sorted but the few of a name.</summary>
internal sealed class ChosenArtifacts
{
    private readonly SortedDictionary<(string Subdir, string Name), List<PlannedArtifact>> _byName = new(Comparer<(string Subdir, string Name)>.Create(static (one, other) =>
        string.CompareOrdinal(one.Subdir, other.Subdir) is not 0 and var order ? order : string.CompareOrdinal(one.Name, other.Name)));

    private readonly HashSet<List<PlannedArtifact>> _unordered = [];

    /// <summary>Adds an artifact; the caller sees to it that it is not there.</summary>
    public void Add(PlannedArtifact artifact)
    {
        var place = (artifact.Record.Subdir, artifact.Record.Name);
        if (!_byName.TryGetValue(place, out var ofName))
            _byName[place] = ofName = [];
        ofName.Add(artifact);
        _unordered.Add(ofName);
    }

    /// <summary>Adds artifacts of a name that has none yet, in the order of their file names.</summary>
    public void Add(string subdir, string name, List<PlannedArtifact> artifacts)
    {
        if (artifacts.Count > 0)
            _byName.Add((subdir, name), artifacts);
    }

    /// <summary>The artifacts of a name.</summary>
    public IReadOnlyList<PlannedArtifact> Of(string subdir, string name) => _byName.TryGetValue((subdir, name), out var ofName) ? ofName : [];

    /// <summary>The records of a subdir, by name and file name, as they were added.</summary>
    public IEnumerable<UpstreamRecord> In(string subdir) => _byName.Where(pair => pair.Key.Subdir == subdir).SelectMany(pair => pair.Value).Select(artifact => artifact.Record);

    /// <summary>All, by subdir, name and file name.</summary>
    public List<PlannedArtifact> InOrder()
    {
        var all = new List<PlannedArtifact>(_byName.Values.Sum(ofName => ofName.Count));
        foreach (var ofName in _byName.Values)
            all.AddRange(_unordered.Contains(ofName) ? ofName.OrderBy(artifact => artifact.Record.File, StringComparer.Ordinal) : ofName);
        return all;
    }
}
