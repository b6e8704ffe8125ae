using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.MetaYaml;

/// <summary>Reads meta.yaml for one platform and variant.</summary>
public static class MetaYamlReader
{
    public static MetaYamlRecipe Read(string text, string? file, MetaYamlContext context)
    {
        List<Diagnostic> problems = [];
        var scope = context.Scope;
        var selected = SelectedText.Of(text, file, scope, problems);
        if (Rendered(selected, file, context, problems) is not { } rendering)
            return new(null, "", problems);
        int Line(int line) => selected.SourceLine(rendering.SourceLine(line));
        Diagnostic Placed(Diagnostic problem) => problem with { File = file, Position = problem.Position is { } at ? new TextPosition(Line(at.Line), at.Column) : null };
        var tree = SyntaxTree.Parse(rendering.Text, file, SyntaxRules.Template);
        problems.AddRange(tree.Problems.Select(Placed));
        if (tree.Root is not MappingNode root)
        {
            if (tree.Problems.Count == 0)
                problems.Add(MetaYamlDiagnostics.NoName.In(file, "the recipe has no sections"));
            return new(null, rendering.Text, problems);
        }
        problems.AddRange(MetaYamlCheck.Check(tree, root).Select(Placed));
        return new(root, rendering.Text, [.. problems.Distinct()]);
    }

    private static RenderedText? Rendered(SelectedText selected, string? file, MetaYamlContext context, List<Diagnostic> problems)
    {
        try
        {
            return JinjaTemplate.Parse(selected.Text).Render(context.TemplateScope, context.Settings, context.Folder.Read);
        }
        catch (JinjaException wrong)
        {
            var at = wrong.Error.PositionIn(selected.Text);
            problems.Add(wrong.Error.Kind.In(file, wrong.Message, wrong.Error.Hint, new(selected.SourceLine(at.Line), at.Column)));
            return null;
        }
    }
}
