using System.CommandLine;
using Hearth.Cli.Output;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe render PATH</c>: the packages that a recipe stands for.</summary>
internal sealed class RenderCommand : HearthCommand
{
    private readonly RenderingArguments _arguments = new();

    private readonly Option<string[]> _exports = new("--run-exports")
    {
        Description = "A channel's run_exports.json: what it makes packages ask for is added. May be given several times.",
        HelpName = "FILE",
    };

    public RenderCommand()
        : base(
            "render",
            "Show which packages a recipe would build, under which variants.",
            new Example("hearth recipe render my-recipe --target-platform osx-arm64", "for another platform than this one"),
            new Example("hearth recipe render my-recipe -m variants.yaml --json", "with a matrix of variants, complete rendered recipes as JSON"))
    {
        _arguments.AddTo(this);
        Options.Add(_exports);
        Runs(Run);
    }

    private ExitCode Run(ParseResult parsed, CommandOutput output)
    {
        var (file, rendered) = _arguments.Render(parsed);
        var exports = parsed.GetValue(_exports) is { Length: > 0 } files ? RunExportTable.Load(files) : null;
        if (output.IsJson)
            output.Document(RenderedDocument<OutputDocument>.Of("hearth.recipe-render.1", file, rendered, one => OutputDocument.Of(one, exports)), CliJson.Default.RenderedDocumentOutputDocument);
        else
            Print(rendered, exports, output);
        return rendered.IsRendered ? ExitCode.Done : ExitCode.ProblemFound;
    }

    private static void Print(RenderedRecipe rendered, RunExportTable? exports, CommandOutput output)
    {
        output.Report(rendered.Problems);
        if (rendered is { IsRendered: true, Outputs.Count: 0 })
            output.Note("every variant is skipped");
        foreach (var package in rendered.Outputs)
        {
            output.Line($"{package.TargetPlatform}/{package.Name}-{package.Version}-{package.BuildString}");
            foreach (var (section, text) in RequirementLines.Of(package, exports))
                output.Line($"  {section,-16} {text}");
        }
    }
}
