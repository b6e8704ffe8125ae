namespace Hearth.Channels.Patches.Yaml;

/// <summary>Finds the documents that may be about a name, without asking each of them about each record.</summary>
internal sealed class DocumentsByName
{
    private readonly IReadOnlyList<PatchDocument> _documents;
    private readonly Dictionary<string, List<int>> _literal = new(StringComparer.Ordinal);
    private readonly List<int> _others = [];
    private readonly Dictionary<string, PatchDocument[]> _found = new(StringComparer.Ordinal);

    public DocumentsByName(IReadOnlyList<PatchDocument> documents)
    {
        _documents = documents;
        for (var i = 0; i < documents.Count; i++)
        {
            if (documents[i].Names is not { } names || !names.All(name => name.IsLiteral))
                _others.Add(i);
            else
                AddLiteral(names, i);
        }
    }

    /// <summary>The documents that may be about records of a name, in their order.</summary>
    public IReadOnlyList<PatchDocument> For(string name)
    {
        if (!_found.TryGetValue(name, out var found))
            _found.Add(name, found = Find(name));
        return found;
    }

    private void AddLiteral(IReadOnlyList<ShellPattern> names, int index)
    {
        foreach (var name in names.Select(name => name.ToString()).Distinct(StringComparer.Ordinal))
        {
            if (!_literal.TryGetValue(name, out var indexes))
                _literal.Add(name, indexes = []);
            indexes.Add(index);
        }
    }

    private PatchDocument[] Find(string name)
    {
        var indexes = _others.Where(i => _documents[i].Names is not { } names || names.Any(pattern => pattern.Matches(name)));
        if (_literal.TryGetValue(name, out var literal))
            indexes = indexes.Concat(literal).Order();
        return [.. indexes.Select(i => _documents[i])];
    }
}
