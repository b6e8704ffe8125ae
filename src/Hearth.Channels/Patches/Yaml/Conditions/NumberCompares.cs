using Hearth.Conda.Records;

namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary><c>build_number_lt</c>, <c>timestamp_lt</c>, …: compares a whole number. Timestamps are milliseconds as they stand in the record; none is 0.</summary>
internal sealed record NumberCompares(byte[] Field, Comparison Comparison, long Wanted) : Condition
{
    private readonly long? _absent = Field.AsSpan().SequenceEqual(RecordField.Timestamp) ? 0 : null;

    public override bool Holds(RecordDraft record) =>
        (record.Number(Field) ?? _absent) is { } number && Comparison.Holds(number.CompareTo(Wanted));
}
