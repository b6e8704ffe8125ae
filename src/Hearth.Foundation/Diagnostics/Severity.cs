namespace Hearth.Foundation.Diagnostics;

/// <summary>How much a <see cref="Diagnostic"/> matters: only errors make a command end with exit code 1.</summary>
public enum Severity
{
    Info,
    Warning,
    Error,
}
