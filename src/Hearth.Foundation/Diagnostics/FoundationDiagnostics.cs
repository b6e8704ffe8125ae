namespace Hearth.Foundation.Diagnostics;

/// <summary>The diagnostics of this room.</summary>
public static class FoundationDiagnostics
{
    public static readonly DiagnosticKind NotJson = new(
        "HRT0101",
        "Not valid JSON",
        Severity.Error,
        "The file is not JSON, or is cut short. Hearth leaves such files untouched. Look at the position named in the message; "
        + "if a download or a copy was interrupted, fetch the file again.");

    public static readonly DiagnosticKind HalfCharacter = new(
        "HRT0102",
        "Half a character",
        Severity.Error,
        "A JSON text escapes one half of a surrogate pair, such as \\ud83d without \\ude00 behind it. It stands for no character, and most programs "
        + "fail on it. The file was cut or joined by a program that does not know characters beyond \\uffff; write the text anew.");

    public static readonly DiagnosticKind SchemaMismatch = new(
        "HRT0120",
        "Does not match its schema",
        Severity.Error,
        "A value in the file is missing, of the wrong kind or outside what the format allows. The message names the place as a JSON "
        + "Pointer; 'hearth schema show NAME' prints the schema, with the meaning and the source of each key.");

    public static readonly DiagnosticKind UnusableSchema = new(
        "HRT0121",
        "Schema that cannot be used",
        Severity.Error,
        "A JSON Schema uses a keyword that Hearth does not check, or refers to a schema that is not there. Hearth refuses it, for "
        + "it would check less than it says. The supported keywords are listed in docs/reference/schemas.md.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NotJson, HalfCharacter, SchemaMismatch, UnusableSchema];
}
