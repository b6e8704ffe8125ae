using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands;

internal sealed record ExplainedCode(string Code, string Title, Severity Severity, string Explanation);
