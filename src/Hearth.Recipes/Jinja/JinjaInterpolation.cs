using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Hearth.Recipes.Jinja;

/// <summary>A text with expressions in <c>${{ … }}</c> (CEP 13 §Templating with Jinja).</summary>
public sealed class JinjaInterpolation
{
    private const string Opening = "${{";
    private const string Closing = "}}";

    // A text, or an expression where the text is null.
    private readonly List<KeyValuePair<string?, JinjaNode?>> _parts;

    private JinjaInterpolation(string text, List<KeyValuePair<string?, JinjaNode?>> parts)
    {
        Text = text;
        _parts = parts;
    }

    public string Text { get; }

    /// <summary>Whether the whole text is one expression, so that its value keeps its kind.</summary>
    public bool IsExpression => _parts is [{ Value: not null }];

    /// <summary>Whether there is no expression in the text.</summary>
    public bool IsPlain => _parts.All(part => part.Value is null);

    /// <summary>The names that get their values from a scope, sorted; functions too.</summary>
    public IReadOnlyList<string> Names => [.. Roots.SelectMany(JinjaNames.In).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    internal IEnumerable<JinjaNode> Roots => _parts.Select(part => part.Value).OfType<JinjaNode>();

    /// <exception cref="JinjaException">An expression in the text is wrong; the error holds the place.</exception>
    public static JinjaInterpolation Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        List<KeyValuePair<string?, JinjaNode?>> parts = [];
        var at = 0;
        while (text.IndexOf(Opening, at, StringComparison.Ordinal) is >= 0 and var opening)
        {
            if (opening > at)
                parts.Add(new(text[at..opening], null));
            var begin = opening + Opening.Length;
            var trimmed = begin < text.Length && text[begin] == '-' ? begin + 1 : begin;
            var parser = new JinjaExpressionParser(text, trimmed, Closing);
            parts.Add(new(null, parser.Expressions()));
            var end = parser.ExpectEnd();
            if (end >= text.Length)
                throw new JinjaException(JinjaDiagnostics.Syntax, "the closing '}}' is missing", null, opening);
            at = end + (text[end] is '-' or '+' ? 1 : 0) + Closing.Length;
        }
        if (at < text.Length || parts.Count == 0)
            parts.Add(new(text[at..], null));
        return new(text, parts);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out JinjaInterpolation? interpolation, [NotNullWhen(false)] out JinjaError? error)
    {
        try
        {
            (interpolation, error) = (Parse(text), null);
            return true;
        }
        catch (JinjaException wrong)
        {
            (interpolation, error) = (null, wrong.Error);
            return false;
        }
    }

    /// <summary>The value of the only expression, whatever its kind, or the text with all values printed into it.</summary>
    /// <exception cref="JinjaException">An expression cannot be evaluated or is undefined; the error holds the place.</exception>
    public JinjaValue Evaluate(JinjaScope scope, JinjaSettings settings, JinjaMeter? meter = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(settings);
        if (IsPlain)
            return JinjaValue.Of(Text);
        meter ??= new(settings.Limits);
        var evaluator = new JinjaEvaluator(name => scope.TryGet(name, out var value) ? value : null, settings, meter);
        if (IsExpression)
            return evaluator.RunDefined(_parts[0].Value!);
        var text = new StringBuilder();
        foreach (var (literal, expression) in _parts)
        {
            var piece = expression is null ? literal! : evaluator.RunDefined(expression).ToText(settings.Dialect);
            meter.Spend(piece.Length);
            text.Append(piece);
        }
        return JinjaValue.Of(text.ToString());
    }

    public override string ToString() => Text;
}
