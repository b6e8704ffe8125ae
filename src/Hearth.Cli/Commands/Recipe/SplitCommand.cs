using System.CommandLine;
using System.Text;
using Hearth.Cli.Output;
using Hearth.Foundation.Files;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Splitting;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe split RECIPE INSTALLED</c>: make a recipe with several outputs of one for a library.</summary>
internal sealed class SplitCommand : HearthCommand
{
    private readonly Argument<string> _recipe = new("RECIPE") { Description = "The recipe, or its folder." };

    private readonly Argument<string> _installed = new("INSTALLED") { Description = "What the recipe installs: a folder, or a package built from it." };

    private readonly Option<string?> _output = new("--output", "-o") { Description = "The folder to write to; if not given, the recipe is replaced.", HelpName = "DIR" };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Print the recipe; write nothing." };

    public SplitCommand()
        : base(
            "split",
            "Split a library into what runs, what compiles, static libraries and programs.",
            new Example("hearth recipe split my-recipe foo-1.0-h1234567_0.conda --dry-run", "by a package built from it"),
            new Example("hearth recipe split my-recipe build/prefix --output split", "by an installed tree"))
    {
        Arguments.Add(_recipe);
        Arguments.Add(_installed);
        Options.Add(_output);
        Options.Add(_dryRun);
        Runs(Run);
    }

    private Task<ExitCode> Run(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var file = SplitInput.FileOf(parsed.GetValue(_recipe)!);
        var recipe = File.ReadAllText(file);
        var files = SplitInput.Installed(parsed.GetValue(_installed)!, cancellation);
        var (name, version) = SplitInput.Identity(recipe, file);
        var plan = SplitPlan.Of(name, version, files);
        if (plan.Outputs.Count(one => !one.IsMeta) < 2)
            throw GenerationDiagnostics.NothingToSplit.Refuse(file, plan.Outputs.All(one => one.IsMeta) ? "nothing is installed" : "all files belong to one part");
        if (plan.Misplaced(files) is { Count: > 0 } misplaced)
            throw new InvalidOperationException($"'{misplaced[0].Key.Path}' is in {misplaced[0].Value.Count} outputs");
        var text = SplitRecipe.Write(recipe, file, plan);
        var target = parsed.GetValue(_output) is { } folder ? Path.Combine(folder, Path.GetFileName(file)) : file;
        var isDryRun = parsed.GetValue(_dryRun);
        if (!isDryRun)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(target))!);
            AtomicFile.Write(target, Encoding.UTF8.GetBytes(text));
        }
        Show(output, plan, files.Count, target, isDryRun, text);
        return Task.FromResult(ExitCode.Done);
    }

    private static void Show(CommandOutput output, SplitPlan plan, int files, string target, bool isDryRun, string text)
    {
        if (output.IsJson)
        {
            var outputs = plan.Outputs.Select(one => new SplitPackage(one.Name, one.IsMeta ? "meta" : one.Part.ToString().ToLowerInvariant(), one.Files.Count, one.Globs));
            output.Document(new SplitDocument("hearth.recipe-split.1", target, isDryRun, files, [.. outputs], text), CliJson.Default.SplitDocument);
            return;
        }
        foreach (var one in plan.Outputs)
            output.Note(one.IsMeta ? $"{one.Name}: no files, brings the others together" : $"{one.Name}: {one.Files.Count} files");
        output.Note($"{files} files, each in exactly one package");
        if (isDryRun)
            output.Data.Write(text);
        else
            output.Line(target);
    }
}
