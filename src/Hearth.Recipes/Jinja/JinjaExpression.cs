using System.Diagnostics.CodeAnalysis;

namespace Hearth.Recipes.Jinja;

/// <summary>An expression without delimiters, such as a condition of CEP 13 §Selectors or what stands between <c>{{</c> and <c>}}</c>.</summary>
public sealed class JinjaExpression
{
    private JinjaExpression(string text, JinjaNode root)
    {
        Text = text;
        Root = root;
    }

    public string Text { get; }

    /// <summary>The names that get their values from a scope, sorted; functions too.</summary>
    public IReadOnlyList<string> Names => JinjaNames.In(Root);

    internal JinjaNode Root { get; }

    /// <exception cref="JinjaException">The text is not an expression; the error holds the place.</exception>
    public static JinjaExpression Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var parser = new JinjaExpressionParser(text);
        var root = parser.Expressions();
        parser.ExpectEnd();
        return new(text, root);
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out JinjaExpression? expression, [NotNullWhen(false)] out JinjaError? error)
    {
        try
        {
            (expression, error) = (Parse(text), null);
            return true;
        }
        catch (JinjaException wrong)
        {
            (expression, error) = (null, wrong.Error);
            return false;
        }
    }

    /// <summary>The value, which can be undefined; ask <see cref="JinjaValue.IsTrue"/> for a condition.</summary>
    /// <param name="scope">The names.</param>
    /// <param name="settings">Whose rules hold.</param>
    /// <param name="meter">What the evaluation may take together with others; by default what <paramref name="settings"/> say.</param>
    /// <exception cref="JinjaException">The expression cannot be evaluated; the error holds the place.</exception>
    public JinjaValue Evaluate(JinjaScope scope, JinjaSettings settings, JinjaMeter? meter = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(settings);
        var evaluator = new JinjaEvaluator(name => scope.TryGet(name, out var value) ? value : null, settings, meter ?? new(settings.Limits));
        return settings.Undefined == UndefinedUse.Condition ? evaluator.Run(Root) : evaluator.RunDefined(Root);
    }

    public bool TryEvaluate(JinjaScope scope, JinjaSettings settings, [NotNullWhen(true)] out JinjaValue? value, [NotNullWhen(false)] out JinjaError? error)
    {
        try
        {
            (value, error) = (Evaluate(scope, settings), null);
            return true;
        }
        catch (JinjaException wrong)
        {
            (value, error) = (null, wrong.Error);
            return false;
        }
    }

    public override string ToString() => Text;
}
