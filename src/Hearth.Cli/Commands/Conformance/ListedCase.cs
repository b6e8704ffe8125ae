using Hearth.Server.Conformance;

namespace Hearth.Cli.Commands.Conformance;

/// <param name="Id">Its name for ever.</param>
/// <param name="Title">The rule.</param>
/// <param name="Source">Where the rule comes from.</param>
/// <param name="Scope"><c>channel</c> or <c>subdir</c>: how often it runs.</param>
internal sealed record ListedCase(string Id, string Title, string Source, string Scope)
{
    public static ListedCase From(ConformanceCase one) => new(one.Id, one.Title, one.Source, one.Scope.ToString().ToLowerInvariant());
}
