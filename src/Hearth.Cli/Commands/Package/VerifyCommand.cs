using System.CommandLine;
using Hearth.Cli.Output;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Paths;

namespace Hearth.Cli.Commands.Package;

/// <summary><c>hearth package verify PACKAGE…</c>: compare the files of packages with what their metadata promises.</summary>
internal sealed class VerifyCommand : HearthCommand
{
    private readonly Argument<string[]> _packages = new("PACKAGE")
    {
        Description = "Packages to check: .conda or .tar.bz2 files, or their http(s) addresses.",
        Arity = ArgumentArity.OneOrMore,
    };

    public VerifyCommand()
        : base(
            "verify",
            "Check the files of packages against paths.json, and the metadata against itself.",
            new Example("hearth package verify zlib-1.3.1-hb9d3cd8_2.conda", "digests, sizes, types and placeholders"),
            new Example("hearth package verify *.conda --json", "one document with all problems"))
    {
        Arguments.Add(_packages);
        Runs((parsed, output, cancellation) =>
        {
            var results = parsed.GetValue(_packages)!.Select(package => Verify(package, cancellation)).ToList();
            if (output.IsJson)
            {
                var documents = results.Select(result => new VerifiedPackage(result.Package, result.IsGood, [.. result.Problems.Select(DiagnosticDocument.From)]));
                output.Document(new VerificationReport("hearth.package-verify.1", [.. documents]), CliJson.Default.VerificationReport);
            }
            else
            {
                foreach (var (package, isGood, problems) in results)
                {
                    output.Line($"{package}: {(isGood ? "good" : "NOT good")}");
                    output.Report(problems);
                }
            }
            return Task.FromResult(results.TrueForAll(result => result.IsGood) ? ExitCode.Done : ExitCode.ProblemFound);
        });
    }

    private static (string Package, bool IsGood, IReadOnlyList<Diagnostic> Problems) Verify(string package, CancellationToken cancellation)
    {
        var problems = ProblemsOf(package, cancellation);
        return (package, problems.All(problem => problem.Severity != Severity.Error), problems);
    }

    private static IReadOnlyList<Diagnostic> ProblemsOf(string package, CancellationToken cancellation)
    {
        try
        {
            var (source, format) = PackageArgument.Open(package, cancellation);
            using var owned = source;
            return PackageVerification.Run(source, format, cancellation: cancellation);
        }
        catch (BadInputException e)
        {
            return e.Diagnostics;
        }
    }
}
