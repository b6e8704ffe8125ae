using System.CommandLine;
using System.Globalization;
using System.Text;
using Hearth.Cli.Output;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Files;
using Hearth.Recipes;
using Hearth.Recipes.Linting;

namespace Hearth.Cli.Commands.Recipe;

/// <summary><c>hearth recipe lint PATH…</c>: what rules say about recipes, and safe fixes.</summary>
internal sealed class LintCommand : HearthCommand
{
    private static readonly string[] RecipeFileNames = ["meta.yaml", "recipe.yaml"];

    private const int MostRounds = 4;

    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Recipes: files, or folders whose meta.yaml and recipe.yaml are found at any depth.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<bool> _fix = new("--fix") { Description = "Mend what can be mended without changing what is built." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "With --fix: say what would be mended." };

    private readonly Option<string?> _sarif = new("--sarif") { Description = "Write the findings as SARIF 2.1.0, for code hosts.", HelpName = "FILE" };

    public LintCommand()
        : base(
            "lint",
            "Check recipes of both formats against the rules that maintainers know.",
            new Example("hearth recipe lint recipes", "every recipe below the folder"),
            new Example("hearth recipe lint my-recipe --fix", "mend spelling and white space; the rest is told"))
    {
        Arguments.Add(_paths);
        foreach (var option in (Option[])[_fix, _dryRun, _sarif])
            Options.Add(option);
        Runs(Run);
    }

    private Task<ExitCode> Run(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var files = parsed.GetRequiredValue(_paths).SelectMany(Recipes).Distinct(StringComparer.Ordinal).ToList();
        var linted = new LintedFile[files.Count];
        using var line = new ProgressLine(output);
        var done = 0;
        Parallel.For(0, files.Count, new() { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            linted[i] = Lint(files[i], parsed.GetValue(_fix), parsed.GetValue(_dryRun));
            var count = Interlocked.Increment(ref done);
            if (count % 100 == 0)
                line.Show("linting", count, files.Count);
        });
        line.Dispose();
        // What lies around several recipes is told with the first.
        var told = new HashSet<Diagnostic>();
        linted = [.. linted.Select(file => file with { Findings = [.. file.Findings.Where(finding => told.Add(finding.Problem))] })];
        if (parsed.GetValue(_sarif) is { } sarif)
            AtomicFile.Write(sarif, stream => SarifLog.Write(stream, [.. linted.SelectMany(file => file.Findings)]));
        Print(linted, output);
        var errors = linted.Sum(file => file.Findings.Count(finding => finding.Problem.Severity == Severity.Error));
        return Task.FromResult(errors == 0 ? ExitCode.Done : ExitCode.ProblemFound);
    }

    /// <exception cref="BadInputException">There is no recipe at the path.</exception>
    private static IEnumerable<string> Recipes(string path)
    {
        if (File.Exists(path))
            return [path];
        List<string> found = Directory.Exists(path)
            ? [.. RecipeFileNames.SelectMany(name => Directory.EnumerateFiles(path, name, new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 16 })).Order(StringComparer.Ordinal)]
            : [];
        return found.Count > 0 ? found : throw RecipeDiagnostics.NotARecipe.Refuse(path, Directory.Exists(path) ? "the folder holds neither recipe.yaml nor meta.yaml" : "there is no such file or folder");
    }

    private static LintedFile Lint(string file, bool fix, bool isDryRun)
    {
        var findings = RecipeLinter.LintFile(file);
        if (!fix || findings.All(finding => finding.Fix.Count == 0))
            return new(file, findings, 0);
        var before = findings.Count(finding => finding.Fix.Count > 0);
        if (isDryRun)
            return new(file, findings, before);
        var text = new RecipeFile(file, RecipeFormat.V0).Read();
        var mended = text;
        // A fix may make room for another.
        for (var round = 0; round < MostRounds; round++)
        {
            var next = RecipeLinter.Fixed(mended, RecipeLinter.Lint(mended, file));
            if (next == mended)
                break;
            mended = next;
        }
        if (mended != text)
            AtomicFile.Write(file, Encoding.UTF8.GetBytes(mended));
        return new(file, RecipeLinter.LintFile(file), before);
    }

    private static void Print(IReadOnlyList<LintedFile> linted, CommandOutput output)
    {
        var findings = linted.SelectMany(file => file.Findings).ToList();
        int Count(Severity severity) => findings.Count(finding => finding.Problem.Severity == severity);
        if (output.IsJson)
        {
            output.Document(
                new LintDocument(
                    "hearth.recipe-lint.1",
                    [.. linted.Select(file => new LintedRecipe(file.File, file.Mended, [.. file.Findings.Select(finding => DiagnosticDocument.From(finding.Problem))]))]),
                CliJson.Default.LintDocument);
            return;
        }
        foreach (var finding in findings)
            output.Line($"{finding.Problem.ToString()}{(finding.Problem.Hint is { } hint ? $" {hint}" : "")}");
        output.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"{linted.Count:n0} recipes: {Count(Severity.Error):n0} errors, {Count(Severity.Warning):n0} warnings, {Count(Severity.Info):n0} hints; {linted.Sum(file => file.Mended):n0} mended or to mend"));
    }

    private sealed record LintedFile(string File, IReadOnlyList<LintFinding> Findings, int Mended);
}
