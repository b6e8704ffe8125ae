using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.Schema;

internal sealed record CheckedProblem(string Code, Severity Severity, int? Line, int? Column, string Message, string? Hint)
{
    public static CheckedProblem Of(Diagnostic diagnostic) =>
        new(diagnostic.Code, diagnostic.Severity, diagnostic.Position?.Line, diagnostic.Position?.Column, diagnostic.Message, diagnostic.Hint);
}
