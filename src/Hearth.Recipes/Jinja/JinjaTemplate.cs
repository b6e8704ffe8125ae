using System.Diagnostics.CodeAnalysis;

namespace Hearth.Recipes.Jinja;

/// <summary>A text with expressions and statements, as meta.yaml is one.</summary>
public sealed class JinjaTemplate
{
    private readonly Lazy<IReadOnlyList<string>> _names;

    private JinjaTemplate(string text, IReadOnlyList<JinjaStatement> body)
    {
        Text = text;
        Body = body;
        _names = new(() => JinjaNames.In(body));
    }

    public string Text { get; }

    /// <summary>The names in its expressions, sorted: those of branches that are not taken, too.</summary>
    public IReadOnlyList<string> Names => _names.Value;

    internal IReadOnlyList<JinjaStatement> Body { get; }

    /// <exception cref="JinjaException">The text is not a template; the error holds the place.</exception>
    public static JinjaTemplate Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(text, new JinjaTemplateParser(text).Parse());
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out JinjaTemplate? template, [NotNullWhen(false)] out JinjaError? error)
    {
        try
        {
            (template, error) = (Parse(text), null);
            return true;
        }
        catch (JinjaException wrong)
        {
            (template, error) = (null, wrong.Error);
            return false;
        }
    }

    /// <param name="scope">The names.</param>
    /// <param name="settings">Whose rules hold.</param>
    /// <param name="files">The text of a file that the template imports or includes, or null; none if left out. Confines names to a folder itself.</param>
    /// <param name="meter">What the rendering may take together with others; by default what <paramref name="settings"/> say.</param>
    /// <exception cref="JinjaException">The template cannot be rendered; the error holds the place.</exception>
    public RenderedText Render(JinjaScope scope, JinjaSettings settings, Func<string, string?>? files = null, JinjaMeter? meter = null)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(settings);
        return new JinjaTemplateRenderer(this, JinjaGlobals.Add(scope), settings, meter ?? new(settings.Limits), files ?? (_ => null)).Render();
    }
}
