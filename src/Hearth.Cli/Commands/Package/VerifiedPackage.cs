using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.Package;

/// <summary>What was found in one package.</summary>
internal sealed record VerifiedPackage(string Package, IReadOnlyList<Diagnostic> Problems)
{
    public bool IsGood => Problems.All(problem => problem.Severity != Severity.Error);
}
