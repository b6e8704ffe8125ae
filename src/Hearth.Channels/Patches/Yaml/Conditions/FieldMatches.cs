namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary><c>name</c>, <c>name_in</c>, …: the field matches one of the patterns. A record without the field does not.</summary>
internal sealed record FieldMatches(byte[] Field, IReadOnlyList<ShellPattern> Patterns) : Condition
{
    public override bool Holds(RecordDraft record) =>
        record.Text(Field) is { } text && Patterns.Any(pattern => pattern.Matches(text));
}
