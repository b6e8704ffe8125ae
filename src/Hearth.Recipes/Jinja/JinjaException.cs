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

    /// <summary>Whether it knows its place. Ask in a filter: an exception thrown again at each level of a deep recursion takes the stack.</summary>
    internal bool IsPlaced => Error.At != Unplaced;

    /// <summary>The same, at a place.</summary>
    internal JinjaException Placed(int at) => new(Error with { At = at });
}
