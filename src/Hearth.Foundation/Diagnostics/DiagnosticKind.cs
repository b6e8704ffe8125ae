namespace Hearth.Foundation.Diagnostics;

/// <summary>
/// One kind of problem, defined once: its stable code, its default severity and the explanation that
/// <c>hearth explain</c> and the reference print.
/// </summary>
/// <param name="Code">Stable code, <c>HRT</c> and four digits. The first digit is the room: 0 Foundation, 1 Conda,
/// 2 Packages, 3 Recipes, 4 Channels, 5 Mirrors, Migrations and Farm, 6 Server, 7 Cli.</param>
/// <param name="Title">What is wrong, in a few words and without details of the case at hand.</param>
/// <param name="Severity">The severity that a diagnostic of this kind has.</param>
/// <param name="Explanation">Why it is refused and what to do next, in a few sentences.</param>
public sealed record DiagnosticKind(string Code, string Title, Severity Severity, string Explanation)
{
    /// <summary>Makes a diagnostic of this kind about <paramref name="file"/>.</summary>
    public Diagnostic In(string? file, string message, string? hint = null, TextPosition? at = null) =>
        new(this, file, at, message, hint);

    /// <summary>Makes the exception that carries one diagnostic of this kind.</summary>
    public BadInputException Refuse(string? file, string message, string? hint = null, TextPosition? at = null) =>
        new(In(file, message, hint, at));
}
