using System.Text;
using Hearth.Conda.Records;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>A record that a rule looks at. Texts are made only for what is wrong: a channel has a million records.</summary>
/// <param name="Listed">The record and its place.</param>
/// <param name="Request">Where it came from.</param>
/// <param name="Now">When it was seen.</param>
/// <param name="Findings">Receives what is wrong.</param>
internal readonly record struct JudgedRecord(RecordInPlace Listed, string Request, DateTimeOffset Now, Findings Findings)
{
    private const int MostShown = 200;

    public PackageRecord Record => Listed.Record;

    /// <summary>A rule about one field.</summary>
    public void Require(bool holds, string field, string expected, string? actual = null, string? hint = null)
    {
        if (!holds)
            Findings.Require(false, $"{Request}: {Listed.File}: {field}", expected, actual ?? Show(field), hint);
    }

    /// <summary>A recommendation about one field.</summary>
    public void Advise(bool holds, string field, string expected, string? actual = null, string? hint = null)
    {
        if (!holds)
            Findings.Advise(false, $"{Request}: {Listed.File}: {field}", expected, actual ?? Show(field), hint);
    }

    private string Show(string field)
    {
        var raw = Record.Raw(Encoding.UTF8.GetBytes(field));
        return raw.IsEmpty ? "missing" : Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, MostShown)]);
    }
}
