using System.CommandLine;
using Hearth.Cli.Output;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Files;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>What the commands that write a recipe have in common: where it goes, and in which format.</summary>
internal sealed class NewRecipeOptions
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(5) };

    private const string Stdout = "-";

    private readonly Option<string> _format = new("--format")
    {
        Description = "v1 for recipe.yaml, v0 for meta.yaml.",
        DefaultValueFactory = _ => "v1",
    };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The recipe's folder; if not given, the package's name. '-' for stdout.", HelpName = "DIR" };

    private readonly Option<string[]> _maintainers = new("--maintainer") { Description = "Who looks after the recipe; may be given several times.", HelpName = "NAME" };

    private readonly Option<string?> _upstream = new("--upstream") { Description = "Read upstream from recorded files instead of the network.", HelpName = "DIR" };

    private readonly Option<bool> _force = new("--force", "-f") { Description = "Replace a recipe that is there." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the recipe; write nothing." };

    public NewRecipeOptions() => _format.AcceptOnlyFromAmong("v0", "v1");

    public void AddTo(Command command, bool hasUpstream)
    {
        foreach (var option in (Option[])[_format, _output, _maintainers, _force, _dryRun])
            command.Options.Add(option);
        if (hasUpstream)
            command.Options.Add(_upstream);
    }

    public IUpstream Upstream(ParseResult parsed) => parsed.GetValue(_upstream) is { } folder ? new RecordedUpstream(folder) : new HttpUpstream(Http);

    public bool IsOld(ParseResult parsed) => parsed.GetValue(_format) == "v0";

    public IReadOnlyList<string> Maintainers(ParseResult parsed) => parsed.GetValue(_maintainers) is { Length: > 0 } names ? names : ["add-your-name-here"];

    /// <summary>Writes the recipe, or prints it for <c>--dry-run</c> and for the folder <c>-</c>.</summary>
    public ExitCode Finish(ParseResult parsed, CommandOutput output, string schema, RecipeDraft draft, IReadOnlyList<Diagnostic> problems)
    {
        var isOld = IsOld(parsed);
        var text = isOld ? MetaWriter.Write(draft) : RecipeWriter.Write(draft);
        var folder = parsed.GetValue(_output) ?? draft.Name;
        var file = folder == Stdout ? Stdout : Path.Combine(folder, isOld ? MetaWriter.FileName : RecipeWriter.FileName);
        var isDryRun = parsed.GetValue(_dryRun);
        var writes = !isDryRun && file != Stdout;
        output.Report(problems);
        if (writes && File.Exists(file) && !parsed.GetValue(_force))
        {
            output.Messages.WriteLine($"error: {file} exists already; --force replaces it");
            return ExitCode.Conflict;
        }
        if (writes)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
            AtomicFile.Write(file, System.Text.Encoding.UTF8.GetBytes(text));
        }
        if (output.IsJson)
            output.Document(new NewRecipe(schema, draft.Name, isOld ? "v0" : "v1", file, isDryRun, text, [.. problems.Select(DiagnosticDocument.From)]), CliJson.Default.NewRecipe);
        else if (writes)
            output.Line(file);
        else
            output.Data.Write(text);
        return ExitCode.Done;
    }
}
