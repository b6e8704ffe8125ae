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

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NotJson];
}
