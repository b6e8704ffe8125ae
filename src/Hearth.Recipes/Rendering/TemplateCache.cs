using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Rendering;

/// <summary>The templates and conditions of one recipe, each read once however many variants it is rendered for.</summary>
internal sealed class TemplateCache
{
    private readonly Dictionary<ScalarNode, JinjaInterpolation> _texts = [];
    private readonly Dictionary<ScalarNode, JinjaTemplate> _statements = [];
    private readonly Dictionary<ScalarNode, JinjaExpression> _conditions = [];

    /// <exception cref="JinjaException">The text is not a template.</exception>
    public JinjaInterpolation Text(ScalarNode scalar)
    {
        if (!_texts.TryGetValue(scalar, out var text))
            _texts[scalar] = text = JinjaInterpolation.Parse(scalar.Value);
        return text;
    }

    /// <summary>A text with statements. CEP 39 §Jinja in the new recipe format forbids them, the tools take them, and recipes have them.</summary>
    /// <exception cref="JinjaException">The text is not a template.</exception>
    public JinjaTemplate Statements(ScalarNode scalar)
    {
        if (!_statements.TryGetValue(scalar, out var template))
            _statements[scalar] = template = JinjaTemplate.Parse(scalar.Value.Replace("${{", "{{", StringComparison.Ordinal));
        return template;
    }

    /// <exception cref="JinjaException">The text is not an expression.</exception>
    public JinjaExpression Condition(ScalarNode scalar)
    {
        if (!_conditions.TryGetValue(scalar, out var condition))
            _conditions[scalar] = condition = JinjaExpression.Parse(scalar.Value);
        return condition;
    }
}
