using System.CommandLine;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands;

/// <summary><c>hearth explain CODE</c>: what a diagnostic code means and what to do.</summary>
internal sealed class ExplainCommand : HearthCommand
{
    private readonly Argument<string?> _code = new("CODE")
    {
        Description = "A code such as HRT2003; without it, all codes are listed.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public ExplainCommand()
        : base(
            "explain",
            "Explain a diagnostic code.",
            new Example("hearth explain HRT2003", "what that code means and what to do"),
            new Example("hearth explain", "every code, one a line"))
    {
        Arguments.Add(_code);
        Runs((parsed, output) =>
        {
            var code = parsed.GetValue(_code);
            var kinds = DiagnosticCatalog.All.Where(kind => code is null || kind.Code.Equals(code, StringComparison.OrdinalIgnoreCase)).ToList();
            if (kinds.Count == 0)
            {
                output.Messages.WriteLine($"error: there is no code {code}; 'hearth explain' lists them all");
                return ExitCode.Usage;
            }
            if (output.IsJson)
                output.Document(new Explanations("hearth.explain.1", [.. kinds.Select(Explain)]), CliJson.Default.Explanations);
            else if (code is null)
                kinds.ForEach(kind => output.Line($"{kind.Code}  {kind.Title}"));
            else
                output.Line($"{kinds[0].Code}: {kinds[0].Title}{Environment.NewLine}{Environment.NewLine}{kinds[0].Explanation}");
            return ExitCode.Done;
        });
    }

    private static ExplainedCode Explain(DiagnosticKind kind) => new(kind.Code, kind.Title, kind.Severity.ToString().ToLowerInvariant(), kind.Explanation);
}
