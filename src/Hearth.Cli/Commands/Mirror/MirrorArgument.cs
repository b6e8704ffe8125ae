using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Mirrors;
using Hearth.Server;

namespace Hearth.Cli.Commands.Mirror;

/// <summary>The argument that names a mirror of an installation, and the options that name the installation.</summary>
internal sealed class MirrorArgument
{
    private readonly Argument<string> _name = new("NAME") { Description = "The channel." };
    private readonly DataOptions _instance = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_name);
        _instance.AddTo(command);
    }

    public Task<ManagedInstance> OpenAsync(ParseResult parsed, CancellationToken cancellation) => _instance.OpenAsync(parsed, cancellation);

    /// <summary>The channel that is named.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">There is none, or it is no mirror.</exception>
    public async Task<ManagedChannel> FindAsync(ParseResult parsed, ManagedInstance instance, CancellationToken cancellation)
    {
        var name = ChannelName.Parse(parsed.GetRequiredValue(_name));
        var channel = await instance.Store.Catalog.FindAsync(name, cancellation);
        return channel?.Settings.Mirror is null
            ? throw MirrorDiagnostics.NotAMirror.Refuse(null, channel is null ? $"there is no channel '{name}'" : $"the channel '{name}' is no mirror", $"hearth mirror add {name} SOURCE")
            : channel;
    }
}
