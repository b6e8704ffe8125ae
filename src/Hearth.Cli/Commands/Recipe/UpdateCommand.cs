using System.CommandLine;
using System.Text;
using Hearth.Cli.Output;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Files;
using Hearth.Recipes;
using Hearth.Recipes.Generation.Upstream;
using Hearth.Recipes.Maintenance;
using Hearth.Recipes.Variants;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe update PATH</c>: to a new version, with what upstream changed of its requirements.</summary>
internal sealed class UpdateCommand : HearthCommand
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromMinutes(10) };

    private readonly Argument<string> _path = new("PATH") { Description = "The recipe: a file, or the folder it lies in." };

    private readonly Option<string?> _to = new("--to") { Description = "The version; the newest by default.", HelpName = "VERSION" };

    private readonly Option<string> _format = new("--format")
    {
        Description = "What is printed: a summary, a patch, or the text of a pull request.",
        DefaultValueFactory = _ => "summary",
    };

    private readonly Option<bool> _preReleases = new("--pre-releases") { Description = "Take alphas, betas and release candidates, too." };

    private readonly Option<bool> _evenMinor = new("--even-minor") { Description = "Pass over versions whose second number is odd." };

    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Never take this version; may be given several times.", HelpName = "VERSION" };

    private readonly Option<string?> _upstream = new("--upstream") { Description = "Read upstream from recorded files instead of the network.", HelpName = "DIR" };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Change nothing." };

    public UpdateCommand()
        : base(
            "update",
            "Bring a recipe to a new version, and merge what upstream changed of its requirements.",
            new Example("hearth recipe update my-recipe", "to the newest version; the file is changed, each change with its reason"),
            new Example("hearth recipe update my-recipe --to 2.1 --dry-run --format patch", "the change to one version as a patch"))
    {
        _format.AcceptOnlyFromAmong("summary", "patch", "markdown");
        Arguments.Add(_path);
        foreach (var option in (Option[])[_to, _format, _preReleases, _evenMinor, _exclude, _upstream, _dryRun])
            Options.Add(option);
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var file = RecipeFile.Find(parsed.GetRequiredValue(_path));
        var text = file.Read();
        var rules = new VersionRules(parsed.GetValue(_preReleases), parsed.GetValue(_evenMinor), parsed.GetValue(_exclude) ?? []);
        rules = FeedstockRules.For(file, rules);
        IUpstream upstream = parsed.GetValue(_upstream) is { } folder ? new RecordedUpstream(folder) : new HttpUpstream(Http);
        var problems = new List<Diagnostic>();
        var variants = VariantReader.Load(file.VariantFiles, "linux-64", problems);
        var outcome = await new RecipeUpdater(upstream).UpdateAsync(
            text, file.Path, file.Format, variants, new UpdateOptions(parsed.GetValue(_to), rules), cancellation);
        var isDryRun = parsed.GetValue(_dryRun);
        if (outcome is RecipeUpdate.Updated updated && !isDryRun)
            AtomicFile.Write(file.Path, Encoding.UTF8.GetBytes(updated.Text));
        if (output.IsJson)
            output.Document(UpdateDocument.Of(file, text, outcome, isDryRun), CliJson.Default.UpdateDocument);
        else
            Print(file, text, outcome, parsed.GetRequiredValue(_format), output);
        return ExitCode.Done;
    }

    private static void Print(RecipeFile file, string text, RecipeUpdate outcome, string format, CommandOutput output)
    {
        if (outcome is not RecipeUpdate.Updated updated)
        {
            var upToDate = (RecipeUpdate.UpToDate)outcome;
            output.Note($"{upToDate.Version} is the newest version ({string.Join(", ", upToDate.LookedAt)})");
            return;
        }
        switch (format)
        {
            case "patch":
                output.Data.Write(UnifiedDiff.Of(text, updated.Text, Path.GetFileName(file.Path)));
                break;
            case "markdown":
                output.Data.Write(PullRequestText.Of(Path.GetFileName(file.Folder), updated));
                break;
            default:
                foreach (var edit in updated.Edits)
                    output.Line($"{(edit.IsMade ? "changed" : "left   ")}  {edit.What}: {edit.Before ?? "nothing"} -> {edit.After ?? "nothing"}  ({edit.Reason})");
                break;
        }
        output.Report(updated.Remarks);
    }
}
