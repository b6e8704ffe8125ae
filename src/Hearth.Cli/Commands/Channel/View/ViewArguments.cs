using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Server;

namespace Hearth.Cli.Commands.Channel.View;

/// <summary>The arguments that name a view of a channel, and the options that name the installation.</summary>
internal sealed class ViewArguments
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly Argument<string> _view = new("NAME") { Description = "The view's name, as in its address." };
    private readonly DataOptions _instance = new();

    public void AddTo(Command command)
    {
        command.Arguments.Add(_channel);
        command.Arguments.Add(_view);
        _instance.AddTo(command);
    }

    public string NameIn(ParseResult parsed) => parsed.GetRequiredValue(_view);

    public Task<ManagedInstance> OpenAsync(ParseResult parsed, CancellationToken cancellation) => _instance.OpenAsync(parsed, cancellation);

    public Task<ManagedChannel> ChannelAsync(ParseResult parsed, ManagedInstance instance, CancellationToken cancellation) =>
        NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_channel), cancellation);

    /// <summary>The view that is named.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The channel has none of this name.</exception>
    public async Task<ViewState> FindAsync(ParseResult parsed, ManagedInstance instance, ManagedChannel channel, CancellationToken cancellation) =>
        await new ChannelViews(instance.Store).FindAsync(channel, NameIn(parsed), cancellation)
        ?? throw ViewDiagnostics.NoSuchView.Refuse(null, $"{channel.Name} has no view '{NameIn(parsed)}'");
}
