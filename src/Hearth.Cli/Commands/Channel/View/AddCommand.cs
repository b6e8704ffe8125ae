using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hearth.Channels.Log;
using Hearth.Channels.Selections;
using Hearth.Cli.Commands.Schema;
using Hearth.Cli.Output;
using Hearth.Server;

namespace Hearth.Cli.Commands.Channel.View;

/// <summary><c>hearth channel view add CHANNEL NAME</c>.</summary>
internal sealed class AddCommand : HearthCommand
{
    private readonly ViewArguments _view = new();
    private readonly Option<int?> _coolDown = new("--cool-down") { Description = "Only records that arrived at least so many days ago, by the server's clock.", HelpName = "DAYS" };
    private readonly Option<string?> _asOf = new("--as-of") { Description = "Only records that arrived until this instant, or the end of this day in UTC.", HelpName = "INSTANT" };
    private readonly Option<string[]> _names = new("--name") { Description = "Only these names; * and ? stand for others. May be given several times.", HelpName = "PATTERN" };
    private readonly Option<string[]> _include = new("--include") { Description = "Only records that match one of these MatchSpecs; may be given several times.", HelpName = "SPEC" };
    private readonly Option<string[]> _exclude = new("--exclude") { Description = "No records that match one of these MatchSpecs; may be given several times.", HelpName = "SPEC" };
    private readonly Option<string?> _licences = new("--licences") { Description = "Only licences that a policy allows: a YAML or JSON file, as for 'hearth license check'.", HelpName = "FILE" };
    private readonly Option<string?> _label = new("--label") { Description = "Select from this label; main without it.", HelpName = "LABEL" };
    private readonly Option<string?> _description = new("--description") { Description = "What the view is for." };
    private readonly Option<string?> _rules = new("--rules") { Description = "Take the rules from a YAML or JSON file (schemas/view.schema.json); options add to it.", HelpName = "FILE" };
    private readonly Option<bool> _replace = new("--replace") { Description = "Replace a view that has the name already." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what the view would show." };

    public AddCommand()
        : base(
            "add",
            "Add a view. All its rules hold at once; how long ago something arrived is what the server saw, not what a builder wrote.",
            new Example("hearth channel view add forge calm --cool-down 7 --data ./hearth-data", "only what arrived at least seven days ago"),
            new Example("hearth channel view add forge free --licences policy.yaml --exclude 'nvidia-*' --data ./hearth-data --dry-run", "how much a selection would show"))
    {
        _view.AddTo(this);
        foreach (var option in (Option[])[_coolDown, _asOf, _names, _include, _exclude, _licences, _label, _description, _rules, _replace, _dryRun])
            Options.Add(option);
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var (name, rules, isDryRun) = (_view.NameIn(parsed), Read(parsed), parsed.GetValue(_dryRun));
        var view = ChannelView.Read(name, rules);
        await using var instance = await _view.OpenAsync(parsed, cancellation);
        var channel = await _view.ChannelAsync(parsed, instance, cancellation);
        if (await SetAsync(parsed, instance, channel, name, rules, isDryRun, cancellation) is ViewOutcome.Exists exists)
        {
            output.Report(exists.Problem);
            return ExitCode.Conflict;
        }
        var listed = ListedView.Of(channel, view, rules, await new ChannelViews(instance.Store).TryAsync(channel.Id, view, cancellation));
        if (output.IsJson)
            output.Document(new ChangedViewDocument("hearth.channel-view-add.1", channel.Name.ToString(), isDryRun, listed), CliJson.Default.ChangedViewDocument);
        else
            output.Line($"{(isDryRun ? "would be " : "")}{listed.Address}\t{listed.InWords()}\t{listed.Summary}");
        return ExitCode.Done;
    }

    private async Task<ViewOutcome?> SetAsync(ParseResult parsed, ManagedInstance instance, ManagedChannel channel, string name, JsonElement rules, bool isDryRun, CancellationToken cancellation)
    {
        var replaces = parsed.GetValue(_replace);
        if (isDryRun)
            return !replaces && channel.Settings.Views.ContainsKey(name) ? new ViewOutcome.Exists(ViewDiagnostics.ViewExists.In(null, $"{channel.Name} has a view '{name}' already")) : null;
        var outcome = await new ChannelViews(instance.Store).SetAsync(channel.Name, name, rules, replaces, Operator.Name, cancellation);
        await instance.Keeper.CatchUpAsync(cancellation);
        return outcome;
    }

    private JsonElement Read(ParseResult parsed)
    {
        var rules = parsed.GetValue(_rules) is { } file ? Object(file) : [];
        if (parsed.GetValue(_coolDown) is { } days)
            rules["cool_down_days"] = days;
        foreach (var (rule, text) in ((string, string?)[])[("as_of", parsed.GetValue(_asOf)), ("label", parsed.GetValue(_label)), ("description", parsed.GetValue(_description))])
        {
            if (text is not null)
                rules[rule] = text;
        }
        foreach (var (rule, list) in ((string, string[]?)[])[("names", parsed.GetValue(_names)), ("include", parsed.GetValue(_include)), ("exclude", parsed.GetValue(_exclude))])
        {
            if (list is { Length: > 0 })
                rules[rule] = new JsonArray([.. list.Select(item => (JsonNode)item)]);
        }
        if (parsed.GetValue(_licences) is { } policy)
            rules["licences"] = Object(policy);
        return JsonElement.Parse(rules.ToJsonString());
    }

    // What is no object is refused as the rules that it is not.
    private static JsonObject Object(string file) =>
        YamlJson.Documents(File.ReadAllBytes(file), file) is [var first, ..] && !first.Json.IsEmpty && JsonNode.Parse(first.Json.Span) is JsonObject rules
            ? rules
            : throw ViewDiagnostics.BadView.Refuse(file, "the file holds no mapping");
}
