using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Licences;

/// <summary>One licence, with what is said beside its id.</summary>
public sealed class LicenceTerm : LicenceExpression
{
    private const string OrLaterMark = "+";

    /// <summary>The id in SPDX's case where SPDX lists it (also with <c>+</c>, as in the deprecated <c>GPL-2.0+</c>), else as written.</summary>
    public required string Id { get; init; }

    /// <summary>Whether <c>+</c> stands behind an id that SPDX lists without it: this version or a later one.</summary>
    public bool OrLater { get; init; }

    /// <summary>The exception behind WITH.</summary>
    public string? Exception { get; init; }

    /// <summary>Where the term begins, counted from 1.</summary>
    public int Column { get; init; } = 1;

    /// <summary>Whether the licence is one that SPDX does not list and says so.</summary>
    public bool IsReference =>
        Id.StartsWith("LicenseRef-", StringComparison.OrdinalIgnoreCase) || Id.StartsWith("DocumentRef-", StringComparison.OrdinalIgnoreCase);

    /// <summary>The entry of SPDX's list, if there is one.</summary>
    public ListedLicence? Listed => SpdxList.FindLicence(Id);

    public LicenceFamily Family => LicenceFamilies.Of(Id);

    public override IEnumerable<LicenceTerm> Terms => [this];

    internal override int Binding => 2;

    public override bool Satisfies(Func<LicenceTerm, bool> accepts) => accepts(this);

    /// <inheritdoc cref="LicenceExpression.Problems"/>
    public new IEnumerable<Diagnostic> Problems(string? file = null)
    {
        var at = new TextPosition(1, Column);
        if (Listed is { IsDeprecated: true })
            yield return LicenceDiagnostics.DeprecatedLicence.In(file, $"'{Id}' is a deprecated id", Replacement(), at);
        else if (Listed is null && !IsReference)
            yield return LicenceDiagnostics.UnknownLicence.In(file, $"'{Id}' is not in the SPDX License List", Suggestion(), at);
        if (Exception is null || Exception.StartsWith("AdditionRef-", StringComparison.OrdinalIgnoreCase))
            yield break;
        if (SpdxList.FindException(Exception) is not { } exception)
            yield return LicenceDiagnostics.UnknownException.In(file, $"'{Exception}' is not an exception that SPDX lists", null, at);
        else if (exception.IsDeprecated)
            yield return LicenceDiagnostics.DeprecatedLicence.In(file, $"'{Exception}' is a deprecated exception", null, at);
    }

    public override string ToString() => $"{Id}{(OrLater ? OrLaterMark : "")}{(Exception is null ? "" : $" WITH {Exception}")}";

    internal static LicenceTerm Of(string written, string? exception, int column)
    {
        var orLater = false;
        if (SpdxList.FindLicence(written) is null && written.EndsWith(OrLaterMark, StringComparison.Ordinal))
        {
            written = written[..^1];
            orLater = true;
        }
        return new LicenceTerm
        {
            Id = SpdxList.FindLicence(written)?.Id ?? written,
            OrLater = orLater,
            Exception = exception is null ? null : SpdxList.FindException(exception)?.Id ?? exception,
            Column = column,
        };
    }

    private string? Replacement()
    {
        var successor = OrLater || Id.EndsWith('+') ? $"{Id.TrimEnd('+')}-or-later" : $"{Id}-only";
        return SpdxList.FindLicence(successor) is { } listed ? $"write {listed.Id}" : null;
    }

    private string? Suggestion() => LicenceSpelling.Find(Id) is { } meant ? $"write {meant}" : "write LicenseRef- before a name of your own";
}
