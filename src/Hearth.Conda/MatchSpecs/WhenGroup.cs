using System.Text;

namespace Hearth.Conda.MatchSpecs;

/// <summary>Conditions joined by <c>and</c> or by <c>or</c>. The former binds tighter.</summary>
/// <param name="All">Whether all must hold, not only one.</param>
/// <param name="Conditions">At least two.</param>
public sealed record WhenGroup(bool All, IReadOnlyList<WhenExpression> Conditions) : WhenExpression
{
    public override bool Holds(Func<MatchSpec, bool> isMatched) =>
        All ? Conditions.All(condition => condition.Holds(isMatched)) : Conditions.Any(condition => condition.Holds(isMatched));

    internal override void AppendTo(StringBuilder text)
    {
        for (var i = 0; i < Conditions.Count; i++)
        {
            if (i > 0)
                text.Append(All ? " and " : " or ");
            var inParentheses = Conditions[i] is WhenGroup group && (All || group.All == All);
            if (inParentheses)
                text.Append('(');
            Conditions[i].AppendTo(text);
            if (inParentheses)
                text.Append(')');
        }
    }

    public bool Equals(WhenGroup? other) => other is not null && other.All == All && other.Conditions.SequenceEqual(Conditions);

    public override int GetHashCode() => HashCode.Combine(All, Conditions.Count, Conditions[0]);
}
