using Hearth.Conda.MatchSpecs;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Records;

/// <summary>Spells the MatchSpecs of a record as revision 3 demands: a bare name, or a name and square brackets (CEP 48 § The v3 top-level key).</summary>
public static class Revision3Specs
{
    /// <summary>The record with its MatchSpecs respelled; one that the revision cannot express stays as it is.</summary>
    public static PackageRecord Respell(PackageRecord record)
    {
        var fields = record.ToBuilder();
        if (record.Has(RecordField.Depends))
            fields.Set(RecordField.Depends, record.Depends.Select(Respell));
        if (record.Has(RecordField.Constrains))
            fields.Set(RecordField.Constrains, record.Constrains.Select(Respell));
        if (fields.Raw(RecordField.ExtraDepends) is { Span: [(byte)'{', ..] } extras)
            fields.SetRaw(RecordField.ExtraDepends, RespellGroups(extras));
        return PackageRecord.From(fields);
    }

    private static byte[] RespellGroups(ReadOnlyMemory<byte> groups)
    {
        var respelled = new JsonObjectBuilder();
        foreach (var member in JsonMember.FindIn(groups.Span))
        {
            var specs = JsonText.ReadList(groups.Slice(member.ValueStart, member.ValueLength).Span);
            respelled.Set(groups.Slice(member.NameStart, member.NameLength).Span, specs.Select(Respell));
        }
        return respelled.Build();
    }

    private static string Respell(string spec) =>
        MatchSpec.TryParse(spec, null, out var parsed) ? parsed.ToRevision3String() ?? spec : spec;
}
