using System.Collections.Concurrent;
using System.CommandLine;
using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;

namespace Hearth.Cli.Commands.Package;

/// <summary><c>hearth package transmute PACKAGE…</c>: convert between the two formats, several files at a time.</summary>
internal sealed class TransmuteCommand : HearthCommand
{
    private readonly Argument<string[]> _packages = new("PACKAGE")
    {
        Description = "Files to convert: each .tar.bz2 to .conda and each .conda to .tar.bz2.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _folder = new("--output-folder", "-o") { Description = "Where to write; without it, beside each file." };

    private readonly Option<int> _level = ZstdLevelOption.New();

    private readonly Option<int> _jobs = new("--jobs", "-j")
    {
        Description = "How many files to convert at a time.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<bool> _force = new("--force", "-f") { Description = "Replace files that exist; without it, they are left alone." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say which files would be written." };

    public TransmuteCommand()
        : base(
            "transmute",
            "Convert packages from .tar.bz2 to .conda, or back.",
            new Example("hearth package transmute zlib-1.3.1-hb9d3cd8_2.tar.bz2", "writes zlib-1.3.1-hb9d3cd8_2.conda"),
            new Example("hearth package transmute *.conda -o old", "writes a .tar.bz2 of each into the folder old"))
    {
        Arguments.Add(_packages);
        Options.Add(_folder);
        Options.Add(_level);
        Options.Add(_jobs);
        Options.Add(_force);
        Options.Add(_dryRun);
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var plan = parsed.GetValue(_packages)!.Select(source => (Source: source, Target: TargetOf(source, parsed.GetValue(_folder)))).ToList();
        if (plan.GroupBy(step => step.Target, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new IOException($"two packages would be written to {twice.Key}");
        if (!parsed.GetValue(_force))
        {
            plan.Where(step => File.Exists(step.Target)).ToList().ForEach(step => output.Note($"{step.Target} exists already; --force replaces it"));
            plan.RemoveAll(step => File.Exists(step.Target));
        }
        if (parsed.GetValue(_dryRun))
        {
            plan.ForEach(step => output.Note($"would write {step.Target} ({new FileInfo(step.Source).Length} bytes to convert)"));
            if (output.IsJson)
                Write(plan.Select(step => new ConvertedPackage(step.Source, step.Target, new FileInfo(step.Source).Length)), [], isDryRun: true, output);
            return ExitCode.Done;
        }
        if (parsed.GetValue(_folder) is { } folder)
            Directory.CreateDirectory(folder);

        var options = new ArchiveOptions { ZstdLevel = parsed.GetValue(_level) };
        var written = new ConcurrentBag<ConvertedPackage>();
        var problems = new ConcurrentBag<Diagnostic>();
        var progress = new FileProgress(output, plan.Count);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, parsed.GetValue(_jobs)), CancellationToken = cancellation };
        await Parallel.ForEachAsync(plan, parallel, (step, token) =>
        {
            try
            {
                foreach (var warning in Transmutation.Run(step.Source, step.Target, options, cancellation: token))
                    problems.Add(warning);
                written.Add(new ConvertedPackage(step.Source, step.Target, new FileInfo(step.Target).Length));
            }
            catch (BadInputException e)
            {
                e.Diagnostics.ToList().ForEach(problems.Add);
            }
            progress.Advance(new FileInfo(step.Source).Length);
            return ValueTask.CompletedTask;
        });
        progress.Finish();
        output.Report(problems.OrderBy(problem => problem.File, StringComparer.Ordinal));
        Write(written, problems, isDryRun: false, output);
        return problems.Any(problem => problem.Severity == Severity.Error) ? ExitCode.ProblemFound : ExitCode.Done;
    }

    private static void Write(IEnumerable<ConvertedPackage> packages, IEnumerable<Diagnostic> problems, bool isDryRun, CommandOutput output)
    {
        var sorted = packages.OrderBy(package => package.To, StringComparer.Ordinal).ToList();
        var told = problems.OrderBy(problem => problem.File, StringComparer.Ordinal).Select(DiagnosticDocument.From).ToList();
        if (output.IsJson)
            output.Document(new ConvertedPackages("hearth.package-transmute.1", sorted, told, isDryRun), CliJson.Default.ConvertedPackages);
        else
            sorted.ForEach(package => output.Line(package.To));
    }

    private static string TargetOf(string source, string? folder)
    {
        var name = ArchiveName.Parse(source);
        var other = name with { Format = name.Format == ArchiveFormat.Conda ? ArchiveFormat.TarBz2 : ArchiveFormat.Conda };
        return Path.Combine(folder ?? Path.GetDirectoryName(source)!, other.ToString());
    }
}
