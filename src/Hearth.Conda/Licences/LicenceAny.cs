namespace Hearth.Conda.Licences;

/// <summary>Several licences of which the user chooses one (OR).</summary>
public sealed class LicenceAny(IReadOnlyList<LicenceExpression> operands) : LicenceExpression
{
    /// <summary>Two or more.</summary>
    public IReadOnlyList<LicenceExpression> Operands { get; } = operands;

    public override IEnumerable<LicenceTerm> Terms => Operands.SelectMany(operand => operand.Terms);

    internal override int Binding => 0;

    public override bool Satisfies(Func<LicenceTerm, bool> accepts) => Operands.Any(operand => operand.Satisfies(accepts));

    public override string ToString() => string.Join(" OR ", Operands);
}
