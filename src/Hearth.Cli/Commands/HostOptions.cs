using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Mirrors.Sources;
using Hearth.Mirrors.Upstream;

namespace Hearth.Cli.Commands;

/// <summary>The options that let a command ask more hosts than those it is told of anyway.</summary>
/// <param name="which">Which hosts those are.</param>
internal sealed class HostOptions(string which)
{
    private readonly Option<string[]> _hosts = new("--allow-host") { Description = $"{which}; may be given several times.", HelpName = "HOST" };
    private readonly Option<bool> _private = new("--allow-private") { Description = "Host names may lead into private networks." };

    /// <summary>Those of commands that read a channel elsewhere.</summary>
    public static HostOptions OfChannel() => new("A further host that may be contacted, where packages lie elsewhere");

    /// <summary>Those of commands that follow the policy of sources.</summary>
    public static HostOptions OfPolicy() => new("A host that may be asked, besides those of the policy: a name, '*.example.org', or '*' for all of the internet");

    /// <summary>Those of commands that push to a registry.</summary>
    public static HostOptions OfRegistry() => new("A further host that the registry may name, for tokens or uploads");

    public void AddTo(Command command)
    {
        command.Options.Add(_hosts);
        command.Options.Add(_private);
    }

    public MirrorSettings Fill(ParseResult parsed, MirrorSettings settings) => settings with
    {
        OtherHosts = parsed.GetValue(_hosts) is { Length: > 0 } hosts ? hosts : null,
        AllowsPrivateAddresses = parsed.GetValue(_private),
    };

    public SourcePolicy Fill(ParseResult parsed, SourcePolicy policy) => policy with
    {
        Hosts = [.. policy.Hosts, .. parsed.GetValue(_hosts) ?? []],
        AllowsPrivateAddresses = policy.AllowsPrivateAddresses || parsed.GetValue(_private),
    };

    public UpstreamTerms Fill(ParseResult parsed, UpstreamTerms terms) => terms with { OtherHosts = parsed.GetValue(_hosts) ?? [], AllowsPrivateAddresses = parsed.GetValue(_private) };
}
