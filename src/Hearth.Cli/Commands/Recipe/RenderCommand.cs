using System.CommandLine;
using Hearth.Cli.Output;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe render PATH</c>: the packages that a recipe stands for.</summary>
internal sealed class RenderCommand : HearthCommand
{
    private readonly RenderingArguments _arguments = new();

    public RenderCommand()
        : base(
            "render",
            "Show which packages a recipe would build, under which variants.",
            new Example("hearth recipe render my-recipe --target-platform osx-arm64", "for another platform than this one"),
            new Example("hearth recipe render my-recipe -m variants.yaml --json", "with a matrix of variants, complete rendered recipes as JSON"))
    {
        _arguments.AddTo(this);
        Runs(Run);
    }

    private ExitCode Run(ParseResult parsed, CommandOutput output)
    {
        var (file, rendered) = _arguments.Render(parsed);
        if (output.IsJson)
            output.Document(RenderDocument.Of(file, rendered), CliJson.Default.RenderDocument);
        else
            Print(rendered, output);
        return rendered.IsRendered ? ExitCode.Done : ExitCode.ProblemFound;
    }

    private static void Print(RenderedRecipe rendered, CommandOutput output)
    {
        output.Report(rendered.Problems);
        if (rendered is { IsRendered: true, Outputs.Count: 0 })
            output.Note("every variant is skipped");
        foreach (var package in rendered.Outputs)
        {
            output.Line($"{package.TargetPlatform}/{package.Name}-{package.Version}-{package.BuildString}");
            foreach (var (section, text) in RequirementLines.Of(package))
                output.Line($"  {section,-16} {text}");
        }
    }
}
