using System.Diagnostics.CodeAnalysis;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>An environment marker (PEP 508): when a requirement holds.</summary>
public abstract record MarkerExpression
{
    /// <summary>What always holds.</summary>
    public static readonly MarkerExpression True = new MarkerConstant(true);

    /// <summary>What never does.</summary>
    public static readonly MarkerExpression False = new MarkerConstant(false);

    /// <summary>Reads a marker; null if the text is none.</summary>
    public static MarkerExpression? Read(ReadOnlySpan<char> text) => new MarkerParser(text).Parse();

    /// <summary>What is left when comparisons that <paramref name="decide"/> can answer are answered; it says null of the others.</summary>
    public abstract MarkerExpression Simplify(Func<MarkerComparison, bool?> decide);

    /// <summary>Every comparison in it.</summary>
    public abstract IEnumerable<MarkerComparison> Comparisons { get; }

    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out MarkerExpression? marker) => (marker = Read(text)) is not null;

    internal static MarkerExpression Join(IEnumerable<MarkerExpression> parts, bool all)
    {
        var (absorbing, neutral) = all ? (False, True) : (True, False);
        var left = new List<MarkerExpression>();
        foreach (var part in parts)
        {
            if (part == absorbing)
                return absorbing;
            if (part != neutral && !left.Contains(part))
                left.Add(part);
        }
        return left switch { [] => neutral, [var only] => only, _ => new MarkerGroup(left, all) };
    }
}
