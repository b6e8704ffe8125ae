using System.CommandLine;
using Hearth.Mirrors.Sources;

namespace Hearth.Cli.Commands.Source;

/// <summary>The options that let more hosts be asked than the policy does.</summary>
internal sealed class HostOptions
{
    private readonly Option<string[]> _hosts = new("--allow-host") { Description = "A host that may be asked, besides those of the policy: a name, '*.example.org', or '*' for all of the internet; may be given several times.", HelpName = "HOST" };
    private readonly Option<bool> _private = new("--allow-private") { Description = "Names of hosts may lead into private networks." };

    public void AddTo(Command command)
    {
        command.Options.Add(_hosts);
        command.Options.Add(_private);
    }

    public SourcePolicy Fill(ParseResult parsed, SourcePolicy policy) => policy with
    {
        Hosts = [.. policy.Hosts, .. parsed.GetValue(_hosts) ?? []],
        AllowsPrivateAddresses = policy.AllowsPrivateAddresses || parsed.GetValue(_private),
    };
}
