using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors;

namespace Hearth.Cli;

/// <summary>What problems mean to the shell.</summary>
internal static class ExitCodes
{
    /// <summary>The code for a command that these problems ended: whether another credential, or time, would help.</summary>
    public static ExitCode Of(IReadOnlyCollection<Diagnostic> problems) =>
        problems.Any(problem => problem.Kind == MirrorDiagnostics.NotLetIn || problem.Kind == MirrorDiagnostics.RegistryLogin) ? ExitCode.Authentication
        : problems.All(problem => problem.Kind == MirrorDiagnostics.Unavailable) ? ExitCode.TryLater
        : ExitCode.ProblemFound;
}
