using System.CommandLine;
using Hearth.Channels.Composition;
using Hearth.Channels.Log;
using Hearth.Conda.Names;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror combine NAME MEMBER…</c>: several channels as one.</summary>
internal sealed class CombineCommand : HearthCommand
{
    private readonly Argument<string> _name = new("NAME") { Description = "The virtual channel; made if it is not there." };
    private readonly Argument<string[]> _members = new("MEMBER") { Description = "Channels of the installation, first the one whose packages go before those of all others.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<bool> _flexible = new("--flexible") { Description = "Show the packages of all members beside each other. Without it: a name comes from the first member that has it and from no other, as with conda's strict priority." };
    private readonly Option<bool> _private = new("--private") { Description = "Only those with a role may read it; needed where a member is private." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only check what was given." };
    private readonly DataOptions _instance = new();

    public CombineCommand()
        : base(
            "combine",
            "Make a virtual channel, which shows several channels as one and follows them, or change what it is made of.",
            new Example("hearth mirror combine all internal forge --data ./hearth-data", "packages of 'internal' hide those of the same name in 'forge'"),
            new Example("hearth mirror combine all internal forge --flexible --data ./hearth-data", "all packages of both"))
    {
        Arguments.Add(_name);
        Arguments.Add(_members);
        foreach (var option in (Option[])[_flexible, _private, _dryRun])
            Options.Add(option);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            var name = ChannelName.Parse(parsed.GetRequiredValue(_name));
            var members = new VirtualSettings { Members = [.. parsed.GetRequiredValue(_members).Select(member => ChannelName.Parse(member).ToString())], Flexible = parsed.GetValue(_flexible) };
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var catalog = instance.Store.Catalog;
            var existing = await catalog.FindAsync(name, cancellation);
            await VirtualDefinition.CheckAsync(catalog, name, Alter(existing?.Settings ?? new ChannelSettings()), cancellation);
            if (!parsed.GetValue(_dryRun))
            {
                if (existing is null)
                    await catalog.CreateAsync(name, Alter(new ChannelSettings()), Operator.Name, cancellation);
                else
                    await catalog.ConfigureAsync(name, Alter, Operator.Name, cancellation);
                await instance.Keeper.CatchUpAsync(cancellation);
            }
            var listed = new FollowingChannel(name.ToString(), FollowingChannel.VirtualKind(members), members.Members);
            if (output.IsJson)
                output.Document(new FollowingDocument("hearth.mirror-combine.1", [listed]), CliJson.Default.FollowingDocument);
            else
                output.Line($"{name} {(parsed.GetValue(_dryRun) ? "would show" : "shows")} {string.Join(", ", members.Members)} as one channel");
            return ExitCode.Done;

            ChannelSettings Alter(ChannelSettings now) => now with { Virtual = members, Private = now.Private || parsed.GetValue(_private) };
        });
    }
}
