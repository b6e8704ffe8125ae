using System.Text;

namespace Hearth.Recipes.Jinja;

/// <summary>Arithmetic as Python has it. Whole numbers have 64 bits; a result beyond them is an error.</summary>
internal static class JinjaArithmetic
{
    public static JinjaValue Sign(JinjaValue operand, bool negative) => operand.Kind switch
    {
        JinjaKind.Float => JinjaValue.Of(negative ? -operand.AsFloat : operand.AsFloat),
        _ when operand.IsNumber => JinjaValue.Of(negative ? Checked(() => checked(-operand.AsInteger)) : operand.AsInteger),
        _ => throw Wrong(negative ? "-" : "+", operand),
    };

    public static JinjaValue Apply(JinjaOperator operation, JinjaValue left, JinjaValue right, JinjaSettings settings, JinjaMeter meter)
    {
        if (left.IsNumber && right.IsNumber)
        {
            return left.Kind == JinjaKind.Float || right.Kind == JinjaKind.Float || operation == JinjaOperator.Divide
                ? JinjaValue.Of(OnFloats(operation, left.AsFloat, right.AsFloat))
                : OnIntegers(operation, left.AsInteger, right.AsInteger);
        }
        meter.Spend(left.Weight + right.Weight);
        return operation switch
        {
            JinjaOperator.Add when left.Kind == JinjaKind.Text && right.Kind == JinjaKind.Text => JinjaValue.Of(left.AsText + right.AsText),
            JinjaOperator.Add when left.Kind == JinjaKind.List && right.Kind == JinjaKind.List => JinjaValue.List([.. left.AsList, .. right.AsList]),
            JinjaOperator.Multiply when right.IsNumber => Repeat(left, right, meter),
            JinjaOperator.Multiply when left.IsNumber => Repeat(right, left, meter),
            JinjaOperator.Modulo when left.Kind == JinjaKind.Text => JinjaValue.Of(PercentFormat.Apply(left.AsText, right, settings.Dialect, meter)),
            _ => throw Wrong(Spelling(operation), left, right),
        };
    }

    private static JinjaValue OnIntegers(JinjaOperator operation, long left, long right)
    {
        if (right == 0 && operation is JinjaOperator.FloorDivide or JinjaOperator.Modulo)
            throw new JinjaException(JinjaDiagnostics.Failed, "a number is divided by zero");
        return operation switch
        {
            JinjaOperator.Add => JinjaValue.Of(Checked(() => checked(left + right))),
            JinjaOperator.Subtract => JinjaValue.Of(Checked(() => checked(left - right))),
            JinjaOperator.Multiply => JinjaValue.Of(Checked(() => checked(left * right))),
            JinjaOperator.FloorDivide => JinjaValue.Of(Checked(() => checked((left / right) - (left % right != 0 && (left < 0) != (right < 0) ? 1 : 0)))),
            JinjaOperator.Modulo => JinjaValue.Of(right == -1 ? 0 : ((left % right) + right) % right),
            JinjaOperator.Power => right < 0 ? JinjaValue.Of(Math.Pow(left, right)) : JinjaValue.Of(Checked(() => Power(left, right))),
            _ => throw Wrong(Spelling(operation), JinjaValue.Of(left), JinjaValue.Of(right)),
        };
    }

    private static long Power(long number, long exponent)
    {
        if (number is 0 or 1)
            return exponent == 0 ? 1 : number;
        if (number == -1)
            return exponent % 2 == 0 ? 1 : -1;
        long result = 1;
        for (; exponent > 0; exponent--)
            result = checked(result * number);
        return result;
    }

    private static double OnFloats(JinjaOperator operation, double left, double right)
    {
        if (right == 0 && operation is JinjaOperator.Divide or JinjaOperator.FloorDivide or JinjaOperator.Modulo)
            throw new JinjaException(JinjaDiagnostics.Failed, "a number is divided by zero");
        return operation switch
        {
            JinjaOperator.Add => left + right,
            JinjaOperator.Subtract => left - right,
            JinjaOperator.Multiply => left * right,
            JinjaOperator.Divide => left / right,
            JinjaOperator.FloorDivide => Math.Floor(left / right),
            JinjaOperator.Modulo => left - (right * Math.Floor(left / right)),
            _ => Math.Pow(left, right),
        };
    }

    private static JinjaValue Repeat(JinjaValue value, JinjaValue times, JinjaMeter meter)
    {
        if (times.Kind == JinjaKind.Float || value.Kind is not (JinjaKind.Text or JinjaKind.List))
            throw Wrong("*", value, times);
        var count = Math.Max(0, times.AsInteger);
        if (count > JinjaValue.MaxWeight)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"makes a value of more than {JinjaValue.MaxWeight} characters and elements");
        meter.Spend(value.Weight * count);
        return value.Kind == JinjaKind.Text
            ? JinjaValue.Of(new StringBuilder().Insert(0, value.AsText, (int)count).ToString())
            : JinjaValue.List([.. Enumerable.Repeat(value.AsList, (int)count).SelectMany(items => items)]);
    }

    private static long Checked(Func<long> calculation)
    {
        try
        {
            return calculation();
        }
        catch (OverflowException)
        {
            throw new JinjaException(JinjaDiagnostics.TooMuch, "makes a number of more than 64 bits");
        }
    }

    private static JinjaException Wrong(string operation, params ReadOnlySpan<JinjaValue> operands) => new(
        JinjaDiagnostics.Failed,
        $"'{operation}' does not work on {string.Join(" and ", operands.ToArray().Select(operand => operand.Describe()))}",
        operation == "+" ? "'~' joins values of any kind as text" : null);

    private static string Spelling(JinjaOperator operation) => operation switch
    {
        JinjaOperator.Add => "+",
        JinjaOperator.Subtract => "-",
        JinjaOperator.Multiply => "*",
        JinjaOperator.Divide => "/",
        JinjaOperator.FloorDivide => "//",
        JinjaOperator.Modulo => "%",
        _ => "**",
    };
}
