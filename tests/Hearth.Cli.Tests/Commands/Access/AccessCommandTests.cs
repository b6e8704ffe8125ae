using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Databases;
using Hearth.Cli.Commands.Schema;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Access;

public sealed class AccessCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.PathTo("data");

    [Fact]
    public async Task A_token_is_shown_when_it_is_made_and_never_again()
    {
        var (code, output, _) = await RunAsync("token", "create", "--channel", "forge", "--name", "numpy*", "--owner", "numpy");
        Assert.Equal(0, code);
        Assert.True(TokenText.TryParse(output.Trim(), null, out var token));

        var (_, listed, _) = await RunAsync("token", "list");

        Assert.Contains($"{token.Id}  publisher on forge", listed, StringComparison.Ordinal);
        Assert.DoesNotContain(output.Trim()[^32..], listed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotating_a_channel_gives_each_token_a_successor_and_revoking_ends_one()
    {
        var old = await MadeAsync("token", "create", "--channel", "forge");
        await MadeAsync("token", "create", "--channel", "other");

        var successor = await MadeAsync("token", "rotate", "--channel", "forge");
        Assert.Equal((string?)old["id"], (string?)successor["replaces"]);
        Assert.Equal(0, (await RunAsync("token", "revoke", (string)successor["id"]!)).Code);

        var (code, _, error) = await RunAsync("token", "revoke", (string)successor["id"]!);
        Assert.Equal(1, code);
        Assert.Contains("HRT4083", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_is_made_granted_and_disabled()
    {
        await RunAsync("user", "create", "ann");
        await RunAsync("user", "grant", "ann", "owner", "forge");
        Assert.Equal("ann  owner on forge  ann\n", (await RunAsync("user", "list")).Output);
        await RunAsync("user", "grant", "ann", "nothing", "forge");
        await RunAsync("user", "grant", "ann", "admin");
        Assert.Equal("ann  admin  ann\n", (await RunAsync("user", "list")).Output);
        Assert.Equal("ann  disabled  ann\n", (await RunAsync("user", "disable", "ann")).Output);
        Assert.Equal("ann  admin  ann\n", (await RunAsync("user", "disable", "ann", "--undo")).Output);
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        await RunAsync("user", "create", "ann");
        var (code, output, error) = await RunAsync("user", "create", "ben", "--dry-run");

        Assert.Equal((0, ""), (code, output));
        Assert.Contains("would make the account 'ben'", error, StringComparison.Ordinal);
        Assert.DoesNotContain("ben", (await RunAsync("user", "list")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Logs_that_were_altered_are_found()
    {
        await RunAsync("user", "create", "ann");
        Assert.Equal((0, "the instance: 1 changes hold\n"), ((await RunAsync("audit", "verify")).Code, (await RunAsync("audit", "verify")).Output));
        var stop = TestContext.Current.CancellationToken;
        await using (var database = await Database.OpenAsync(Path.Combine(Data, "hearth.db"), stop))
            await database.WriteAsync(session => session.ExecuteAsync($"UPDATE change SET subject = {"eve"}", stop), stop);

        var (code, _, error) = await RunAsync("audit", "verify");

        Assert.Equal(1, code);
        Assert.Contains("HRT4087", error, StringComparison.Ordinal);
        Assert.Empty(Problems("cli/audit-verify", (await RunAsync("audit", "verify", "--json")).Output));
    }

    [Theory]
    [InlineData("token", "create")]
    [InlineData("token", "rotate")]
    [InlineData("token", "revoke")]
    [InlineData("token", "create", "--admin", "--user", "ann")]
    [InlineData("token", "create", "--admin", "--expires-in", "soon")]
    [InlineData("user", "create")]
    public async Task A_command_that_does_not_say_enough_is_a_usage_error(params string[] arguments) => Assert.Equal(2, (await RunAsync(arguments)).Code);

    [Fact]
    public async Task A_folder_without_a_database_is_no_server()
    {
        var (code, _, error) = await RunAsync("token", "list");
        Assert.Equal(1, code);
        Assert.Contains("HRT7120", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Data));
    }

    public void Dispose() => _folder.Dispose();

    private async Task<JsonNode> MadeAsync(params string[] arguments) =>
        Assert.Single(JsonNode.Parse((await RunAsync([.. arguments, "--json"])).Output)!["tokens"]!.AsArray())!;

    private string[] Problems(string schema, string document)
    {
        var file = _folder.PathTo("document.json");
        File.WriteAllText(file, document);
        return [.. CheckCommand.Check(file, schema).Problems.Select(problem => problem.ToString())];
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        var code = await HearthCommandLine.RunAsync([.. arguments, "--data", Data], output, error);
        return (code, output.ToString(), error.ToString());
    }
}
