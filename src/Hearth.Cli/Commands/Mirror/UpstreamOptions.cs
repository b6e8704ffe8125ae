using System.CommandLine;
using Hearth.Channels.Log;

namespace Hearth.Cli.Commands.Mirror;

/// <summary>The options that say whom a mirror may ask.</summary>
internal sealed class UpstreamOptions
{
    private readonly Option<string[]> _hosts = new("--allow-host") { Description = "A further host that may be contacted, where packages lie elsewhere; may be given several times.", HelpName = "HOST" };

    private readonly Option<bool> _private = new("--allow-private") { Description = "Host names may lead into private networks." };

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
}
