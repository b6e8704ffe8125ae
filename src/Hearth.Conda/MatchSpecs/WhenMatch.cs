using System.Text;

namespace Hearth.Conda.MatchSpecs;

/// <summary>One MatchSpec of a condition.</summary>
/// <param name="Spec">Has no condition of its own.</param>
public sealed record WhenMatch(MatchSpec Spec) : WhenExpression
{
    public override bool Holds(Func<MatchSpec, bool> isMatched) => isMatched(Spec);

    internal override void AppendTo(StringBuilder text) => MatchSpecWriter.AppendConditionTo(text, Spec);
}
