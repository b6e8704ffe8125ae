using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Channels.Selections;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Channel.View;

/// <summary><c>hearth channel view let-through CHANNEL NAME WHAT --reason WHY</c>.</summary>
internal sealed class LetThroughCommand : HearthCommand
{
    private readonly ViewArguments _view = new();
    private readonly Argument<string> _what = new("WHAT") { Description = "A MatchSpec, or one artifact as SUBDIR/FILE." };
    private readonly Option<string> _reason = new("--reason") { Description = "Why, for those who ask later.", Required = true };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what the view would then show." };

    public LetThroughCommand()
        : base(
            "let-through",
            "Let records through a view at once that its cool-down or date would hold back, such as a security fix.",
            new Example("hearth channel view let-through forge calm 'openssl >=3.5.4' --reason 'security fix' --data ./hearth-data", "what matches"),
            new Example("hearth channel view let-through forge calm linux-64/zlib-1.3.1-h1_0.conda --reason 'ours' --data ./hearth-data", "one artifact"))
    {
        _view.AddTo(this);
        Arguments.Add(_what);
        Options.Add(_reason);
        Options.Add(_dryRun);
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        await using var instance = await _view.OpenAsync(parsed, cancellation);
        var channel = await _view.ChannelAsync(parsed, instance, cancellation);
        var (state, isDryRun) = (await _view.FindAsync(parsed, instance, channel, cancellation), parsed.GetValue(_dryRun));
        var exception = ExceptionIn(parsed);
        var rules = ChannelViews.WithException(state.Rules, exception);
        var view = ChannelView.Read(_view.NameIn(parsed), rules);
        var views = new ChannelViews(instance.Store);
        if (!isDryRun)
        {
            await views.LetThroughAsync(channel.Name, _view.NameIn(parsed), exception, Operator.Name, cancellation);
            await instance.Keeper.CatchUpAsync(cancellation);
        }
        var listed = ListedView.Of(channel, view, rules, await views.TryAsync(channel.Id, view, cancellation));
        if (output.IsJson)
            output.Document(new ChangedViewDocument("hearth.channel-view-let-through.1", channel.Name.ToString(), isDryRun, listed), CliJson.Default.ChangedViewDocument);
        else
            output.Line($"{(isDryRun ? "would be " : "")}{listed.Address}\t{listed.InWords()}\t{listed.Summary}");
        return ExitCode.Done;
    }

    // No MatchSpec has a slash but in brackets or before a channel's end.
    private JsonElement ExceptionIn(ParseResult parsed)
    {
        var what = parsed.GetRequiredValue(_what);
        var isArtifact = what.Contains('/') && !what.Contains('[') && !what.Contains("::", StringComparison.Ordinal);
        return JsonElement.Parse(new JsonObject { [isArtifact ? "artifact" : "spec"] = what, ["reason"] = parsed.GetRequiredValue(_reason) }.ToJsonString());
    }
}
