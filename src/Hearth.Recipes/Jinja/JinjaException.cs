using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Jinja;

/// <summary>An expression or a template cannot be read or evaluated. Functions given to a scope throw it through <see cref="JinjaCall.Fail"/>.</summary>
public sealed class JinjaException : Exception
{
    private const int Unplaced = -1;

    internal JinjaException(DiagnosticKind kind, string message, string? hint = null, int at = Unplaced)
        : base(message) => Error = new(kind, at, message, hint);

    private JinjaException(JinjaError error)
        : base(error.Message) => Error = error;

    public JinjaError Error { get; }

    /// <summary>The same, at a place unless it already has one.</summary>
    internal JinjaException Placed(int at) => Error.At == Unplaced ? new(Error with { At = at }) : this;
}
