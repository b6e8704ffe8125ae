namespace Hearth.Foundation.Diagnostics;

/// <summary>Input from outside that cannot be used; carries every problem found, not only the first.</summary>
public sealed class BadInputException : Exception
{
    public BadInputException(params IReadOnlyList<Diagnostic> diagnostics)
        : base(string.Join(Environment.NewLine, diagnostics)) => Diagnostics = diagnostics;

    public BadInputException(Diagnostic diagnostic, Exception inner)
        : base(diagnostic.ToString(), inner) => Diagnostics = [diagnostic];

    /// <summary>At least one diagnostic, in the order found.</summary>
    public IReadOnlyList<Diagnostic> Diagnostics { get; }
}
