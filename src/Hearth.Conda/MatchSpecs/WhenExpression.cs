using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hearth.Conda.MatchSpecs;

/// <summary>
/// The condition of a conditional dependency: MatchSpecs joined by <c>and</c> and <c>or</c> (CEP 43 §Syntax). Either
/// <see cref="WhenMatch"/> or <see cref="WhenGroup"/>.
/// </summary>
public abstract record WhenExpression
{
    /// <summary>Whether the condition holds, given what holds of each MatchSpec in it.</summary>
    /// <param name="isMatched">Tells whether some record of the solution, or a virtual package, matches (CEP 43 §Evaluation).</param>
    public abstract bool Holds(Func<MatchSpec, bool> isMatched);

    /// <summary>Reads a condition, or says what is wrong and at which character, counted from 0.</summary>
    public static bool TryParse(
        ReadOnlySpan<char> text, [NotNullWhen(true)] out WhenExpression? result, [NotNullWhen(false)] out string? problem, out int problemAt)
    {
        var parser = new WhenParser(text);
        result = parser.Parse();
        problem = result is null ? parser.Problem! : null;
        problemAt = parser.ProblemAt;
        return result is not null;
    }

    internal abstract void AppendTo(StringBuilder text);

    /// <summary>The condition in the spelling of CEP 43: no blanks within a MatchSpec, brackets for all but name and one version clause.</summary>
    public sealed override string ToString()
    {
        var text = new StringBuilder();
        AppendTo(text);
        return text.ToString();
    }
}
