using System.CommandLine;
using System.Text;
using Hearth.Cli.Output;
using Hearth.Foundation.Files;
using Hearth.Recipes;
using Hearth.Recipes.Conversion;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe convert PATH</c>: a recipe.yaml that means what a meta.yaml means.</summary>
internal sealed class ConvertCommand : HearthCommand
{
    private readonly Argument<string> _path = new("PATH") { Description = "The meta.yaml, or the folder it lies in." };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "The file to write; recipe.yaml beside the meta.yaml by default, '-' for stdout.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what could not be carried, and write nothing." };

    public ConvertCommand()
        : base(
            "convert",
            "Convert a meta.yaml to recipe.yaml, with a list of what could not be carried.",
            new Example("hearth recipe convert my-recipe", "writes my-recipe/recipe.yaml; meta.yaml stays"),
            new Example("hearth recipe convert my-recipe/meta.yaml -o -", "to stdout"))
    {
        Arguments.Add(_path);
        Options.Add(_output);
        Options.Add(_dryRun);
        Runs(Run);
    }

    private ExitCode Run(ParseResult parsed, CommandOutput output)
    {
        var path = parsed.GetRequiredValue(_path);
        var file = !Directory.Exists(path) ? path
            : new[] { Path.Combine(path, "meta.yaml"), Path.Combine(path, "recipe", "meta.yaml") } is var places && Array.Find(places, File.Exists) is { } found ? found : places[0];
        if (!File.Exists(file))
            throw RecipeDiagnostics.NotARecipe.Refuse(file, "there is no meta.yaml");
        var target = parsed.GetValue(_output) ?? Path.Combine(Path.GetDirectoryName(file)!, "recipe.yaml");
        var converted = MetaYamlConverter.Convert(new RecipeFile(file, RecipeFormat.V0).Read(), file);
        var writes = converted.Text is not null && target != "-" && !parsed.GetValue(_dryRun);
        if (writes)
            AtomicFile.Write(target, Encoding.UTF8.GetBytes(converted.Text!));
        if (output.IsJson)
        {
            output.Document(
                new ConvertedDocument("hearth.recipe-convert.1", file, target, parsed.GetValue(_dryRun), converted.IsComplete, converted.Text, [.. converted.Problems.Select(DiagnosticDocument.From)]),
                CliJson.Default.ConvertedDocument);
        }
        else
        {
            output.Report(converted.Problems);
            if (target == "-" && converted.Text is not null)
                output.Line(converted.Text.TrimEnd('\n'));
            else if (writes)
                output.Line(target);
        }
        return converted.IsComplete ? ExitCode.Done : ExitCode.ProblemFound;
    }
}
