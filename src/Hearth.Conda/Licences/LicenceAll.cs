namespace Hearth.Conda.Licences;

/// <summary>Several licences that all hold (AND).</summary>
public sealed class LicenceAll(IReadOnlyList<LicenceExpression> operands) : LicenceExpression
{
    /// <summary>Two or more.</summary>
    public IReadOnlyList<LicenceExpression> Operands { get; } = operands;

    public override IEnumerable<LicenceTerm> Terms => Operands.SelectMany(operand => operand.Terms);

    internal override int Binding => 1;

    public override bool Satisfies(Func<LicenceTerm, bool> accepts) => Operands.All(operand => operand.Satisfies(accepts));

    public override string ToString() =>
        string.Join(" AND ", Operands.Select(operand => operand.Binding < Binding ? $"({operand})" : operand.ToString()));
}
