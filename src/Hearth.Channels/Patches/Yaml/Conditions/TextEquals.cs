namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary><c>name_eq</c> and <c>name_ne</c>: the field is, or is not, that text. A record without the field fulfils neither.</summary>
internal sealed record TextEquals(byte[] Field, string Wanted, bool IsEqual) : Condition
{
    public override bool Holds(RecordDraft record) => record.Text(Field) is { } text && (text == Wanted) == IsEqual;
}
