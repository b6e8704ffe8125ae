namespace Hearth.Recipes.Generation.PyPi;

/// <summary>One comparison of a marker, the variable on the left: <c>python_version &lt; "3.11"</c>.</summary>
/// <param name="Variable">The variable of PEP 508, such as <c>sys_platform</c>.</param>
/// <param name="Operator">One of <c>== != &lt;= >= &lt; > ~= ===</c>, <c>in</c>, <c>not in</c>.</param>
/// <param name="Value">The text compared with, without quotes.</param>
public sealed record MarkerComparison(string Variable, string Operator, string Value) : MarkerExpression
{
    public override IEnumerable<MarkerComparison> Comparisons => [this];

    public override MarkerExpression Simplify(Func<MarkerComparison, bool?> decide) => decide(this) switch { true => True, false => False, null => this };

    /// <summary>The comparison's answer where the variable is a text of that value, as for <c>sys_platform</c>.</summary>
    public bool? HoldsFor(string value) => Operator switch
    {
        "==" or "===" => value == Value,
        "!=" => value != Value,
        "in" => Value.Contains(value, StringComparison.Ordinal),
        "not in" => !Value.Contains(value, StringComparison.Ordinal),
        _ => null,
    };

    public override string ToString() => $"{Variable} {Operator} '{Value}'";
}
