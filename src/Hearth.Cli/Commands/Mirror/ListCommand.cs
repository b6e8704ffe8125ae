namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror list</c>: the channels that follow others.</summary>
internal sealed class ListCommand : HearthCommand
{
    private readonly DataOptions _instance = new();

    public ListCommand()
        : base(
            "list",
            "List the mirrors and virtual channels of an installation, and what each is made of. 'hearth mirror status' says how far they are.",
            new Example("hearth mirror list --data ./hearth-data", "a line for each"),
            new Example("hearth mirror list --data ./hearth-data --json", "for programs"))
    {
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var followers = (await instance.Store.Catalog.ListAsync(cancellation)).Select(FollowingChannel.Of).OfType<FollowingChannel>().ToList();
            if (output.IsJson)
                output.Document(new FollowingDocument("hearth.mirror-list.1", followers), CliJson.Default.FollowingDocument);
            foreach (var channel in output.IsJson ? [] : followers)
                output.Line($"{channel.Channel}  {channel.Kind}  {string.Join(", ", channel.From)}");
            if (followers.Count == 0)
                output.Note("no channel is a mirror; 'hearth mirror add' makes one, 'hearth mirror combine' makes one of several");
            return ExitCode.Done;
        });
    }
}
