using Hearth.Channels.Patches.Yaml.Actions;
using Hearth.Channels.Patches.Yaml.Conditions;
using Hearth.Conda.Names;
using Hearth.Conda.Records;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>One document of patch YAML: the records that all conditions hold for are changed by the actions, in their order.</summary>
/// <param name="File">The file that it stands in.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Conditions">The entries of <c>if</c>.</param>
/// <param name="Actions">The entries of <c>then</c>.</param>
internal sealed record PatchDocument(string File, int Line, IReadOnlyList<Condition> Conditions, IReadOnlyList<PatchAction> Actions)
{
    /// <summary>Patterns of which a record's name matches one if the document is about it; null if that cannot be told.</summary>
    public IReadOnlyList<ShellPattern>? Names { get; } = Conditions.Select(NamesIn).FirstOrDefault(names => names is not null);

    // Asked first what costs least and says no most often.
    private readonly Condition[] _conditions = [.. Conditions.OrderBy(condition => condition is HasEntries ? 0 : 1)];

    /// <summary>Whether the document can be about records of a subdir.</summary>
    public bool IsAbout(string subdir) => Conditions.All(condition => condition switch
    {
        SubdirIn chosen => chosen.Includes(subdir),
        Negated { Condition: SubdirIn others } => !others.Includes(subdir),
        _ => true,
    });

    /// <summary>Applies the actions, if all conditions hold.</summary>
    public void Apply(RecordDraft record)
    {
        foreach (var condition in _conditions)
        {
            if (!condition.Holds(record))
                return;
        }
        foreach (var action in Actions)
            action.Apply(record);
    }

    private static IReadOnlyList<ShellPattern>? NamesIn(Condition condition) => condition switch
    {
        FieldMatches { Patterns: var patterns } matches when matches.Field.AsSpan().SequenceEqual(RecordField.Name) => patterns,
        TextEquals { IsEqual: true } equals when equals.Field.AsSpan().SequenceEqual(RecordField.Name) && !ShellPattern.IsPattern(equals.Wanted) =>
            [ShellPattern.Parse(equals.Wanted)],
        ArtifactIn artifacts => NamesOf(artifacts.Patterns),
        _ => null,
    };

    // A file name says its record's name (CEP 26), unless a pattern hides it.
    private static List<ShellPattern>? NamesOf(IReadOnlyList<ShellPattern> files)
    {
        var names = new List<ShellPattern>();
        foreach (var file in files)
        {
            if (!file.IsLiteral || !ArtifactFileName.TryParseLenient(file.ToString(), out var parsed))
                return null;
            names.Add(ShellPattern.Parse(parsed.NameText.ToString()));
        }
        return names;
    }
}
