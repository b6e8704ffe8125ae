using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Publish;

/// <summary>Why a submission does not go on.</summary>
/// <param name="Code">The diagnostic's code.</param>
/// <param name="Message">What is wrong.</param>
public sealed record SubmissionProblem(string Code, string Message)
{
    internal static IReadOnlyList<SubmissionProblem> Of(IEnumerable<Diagnostic> problems) =>
        [.. problems.Where(problem => problem.Severity == Severity.Error).Select(problem => new SubmissionProblem(problem.Code, problem.Message))];
}
