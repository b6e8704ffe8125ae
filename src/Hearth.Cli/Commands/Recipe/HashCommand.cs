using System.CommandLine;
using Hearth.Cli.Output;
using Hearth.Recipes.Rendering;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe hash PATH</c>: the hashes of a recipe's variants, and why they are what they are.</summary>
internal sealed class HashCommand : HearthCommand
{
    private readonly RenderingArguments _arguments = new();

    private readonly Option<bool> _explain = new("--explain") { Description = "Say of each key why it is part of the hash." };

    public HashCommand()
        : base(
            "hash",
            "Show the build hashes of a recipe, and what they are made of.",
            new Example("hearth recipe hash my-recipe --explain", "key by key: why it counts, and its value"),
            new Example("hearth recipe hash my-recipe -m variants.yaml --json", "hashes and reasons of all variants as JSON"))
    {
        _arguments.AddTo(this);
        Options.Add(_explain);
        Runs(Run);
    }

    private ExitCode Run(ParseResult parsed, CommandOutput output)
    {
        var (file, rendered) = _arguments.Render(parsed);
        if (output.IsJson)
            output.Document(RenderedDocument<ExplainedHash>.Of("hearth.recipe-hash.1", file, rendered, ExplainedHash.Of), CliJson.Default.RenderedDocumentExplainedHash);
        else
            Print(rendered, parsed.GetValue(_explain), output);
        return rendered.IsRendered ? ExitCode.Done : ExitCode.ProblemFound;
    }

    private static void Print(RenderedRecipe rendered, bool explain, CommandOutput output)
    {
        output.Report(rendered.Problems);
        foreach (var package in rendered.Outputs)
        {
            output.Line($"{package.Hash}  {package.Name}-{package.Version}-{package.BuildString}");
            if (!explain)
                continue;
            foreach (var key in package.Uses.Select(use => HashKey.Of(use, package)))
                output.Line($"  {key.Key,-28} {key.Value,-28} {key.Why}");
            output.Line($"  SHA-1 of {package.Variant}");
        }
    }
}
