namespace Hearth.Channels.Tests.Live;

/// <summary>What a channel of artifacts in two variants should be, said as plainly as possible.</summary>
internal sealed class ModelChannel
{
    private readonly SortedDictionary<string, (int Variant, SortedSet<string> Labels)> _listed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _lastRemoved = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SortedSet<string>> _delisted = new(StringComparer.Ordinal);
    private readonly List<ModelPatch> _patches = [];

    /// <summary>The labels that ever listed something.</summary>
    public SortedSet<string> Labels { get; } = new(StringComparer.Ordinal) { "main" };

    public int? VariantOf(string file) => _listed.TryGetValue(file, out var artifact) ? artifact.Variant : null;

    public void Publish(string file, int variant, string[] labels, bool overwrite)
    {
        if (_listed.TryGetValue(file, out var present) && present.Variant != variant)
        {
            if (!overwrite)
                return;
            Remove(file);
        }
        List(file, variant, [.. _listed.TryGetValue(file, out present) ? present.Labels : [], .. labels]);
    }

    public void Remove(string file)
    {
        if (!_listed.Remove(file, out var artifact))
            return;
        _lastRemoved[file] = artifact.Variant;
        foreach (var label in artifact.Labels)
            DelistedOf(label).Add(file);
    }

    public void Restore(string file, string[] labels)
    {
        if (!_listed.ContainsKey(file) && _lastRemoved.TryGetValue(file, out var variant))
            List(file, variant, labels);
    }

    public void SetLabels(string file, string[] labels)
    {
        if (!_listed.TryGetValue(file, out var artifact))
            return;
        foreach (var label in artifact.Labels.Except(labels))
            DelistedOf(label).Add(file);
        List(file, artifact.Variant, labels);
    }

    public void Patch(ModelPatch patch)
    {
        Withdraw(patch.Name);
        _patches.Add(patch);
    }

    public void Withdraw(string name) => _patches.RemoveAll(patch => patch.Name == name);

    /// <summary>The records of a label: file, variant and dependency.</summary>
    public IEnumerable<string> RecordsOf(string label) =>
        _listed.Where(artifact => artifact.Value.Labels.Contains(label) && !IsHidden(artifact.Key)).Select(artifact => $"{artifact.Key} {artifact.Value.Variant} {DependencyOf(artifact.Key)}");

    /// <summary>The files that a label calls removed.</summary>
    public IEnumerable<string> RemovedOf(string label) =>
        DelistedOf(label).Union(_listed.Where(artifact => artifact.Value.Labels.Contains(label) && IsHidden(artifact.Key)).Select(artifact => artifact.Key)).Order(StringComparer.Ordinal);

    private void List(string file, int variant, string[] labels)
    {
        _listed[file] = (variant, new SortedSet<string>(labels, StringComparer.Ordinal));
        Labels.UnionWith(labels);
        foreach (var label in labels)
            DelistedOf(label).Remove(file);
    }

    private SortedSet<string> DelistedOf(string label) =>
        _delisted.TryGetValue(label, out var files) ? files : _delisted[label] = new SortedSet<string>(StringComparer.Ordinal);

    private bool IsHidden(string file) => _patches.Exists(patch => patch.Hides.Contains(file) || patch.Hides.Contains(ClassicOf(file)));

    // Instructions for a .tar.bz2 reach the .conda of its stem as well.
    private string DependencyOf(string file) => _patches.FindLast(patch => patch.Changes.Contains(file) || patch.Changes.Contains(ClassicOf(file)))?.Name ?? "";

    private static string ClassicOf(string file) => file.Replace(".conda", ".tar.bz2", StringComparison.Ordinal);
}
