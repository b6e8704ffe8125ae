using System.CommandLine;

namespace Hearth.Cli.Commands.Channel;

/// <summary>A command about one managed channel, which its first argument names.</summary>
internal abstract class OneChannelCommand : HearthCommand
{
    private readonly Argument<string> _channel = new("CHANNEL") { Description = "The channel." };
    private readonly DataOptions _installation = new();

    protected OneChannelCommand(string name, string description, params IReadOnlyList<Example> examples)
        : base(name, description, examples) => Arguments.Add(_channel);

    /// <summary>Sets the work, and adds the options that name the installation behind the command's own.</summary>
    protected void RunsOnChannel(Func<ChannelWork, Task<ExitCode>> work)
    {
        _installation.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _installation.OpenAsync(parsed, cancellation);
            var channel = await NamedChannel.FindAsync(instance, parsed.GetRequiredValue(_channel), cancellation);
            return await work(new ChannelWork(parsed, output, instance, channel, cancellation));
        });
    }
}
