using System.CommandLine;
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
            var results = parsed.GetValue(_packages)!.Select(package => new VerifiedPackage(package, [.. ProblemsOf(package, cancellation)])).ToArray();
            if (output.IsJson)
            {
                output.Document(new VerificationReport("hearth.package-verify.1", results), CliJson.Default.VerificationReport);
            }
            else
            {
                foreach (var result in results)
                {
                    output.Line($"{result.Package}: {(result.IsGood ? "good" : "NOT good")}");
                    output.Report(result.Problems);
                }
            }
            return Task.FromResult(results.All(result => result.IsGood) ? ExitCode.Done : ExitCode.ProblemFound);
        });
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
