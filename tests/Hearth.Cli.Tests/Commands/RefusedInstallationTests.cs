using Hearth.Channels.Databases;
using Hearth.Channels.Log;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands;

public sealed class RefusedInstallationTests
{
    public static TheoryData<string> Reserved => [.. ReservedNames.All.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Reserved))]
    public async Task A_channel_cannot_have_a_name_at_which_the_server_answers_something_else(string name)
    {
        using var folder = new TemporaryFolder();
        foreach (var channel in (string[])[name, $"{name}/below"])
        {
            var (code, _, error) = await CommandRun.Of("channel", "create", channel, "--data", folder.Path);
            Assert.Equal(1, code);
            Assert.Contains("HRT4042", error, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("channel", "list")]
    [InlineData("gc")]
    [InlineData("serve", "--port", "0")]
    public async Task No_command_touches_a_database_that_a_newer_hearth_has_written(params string[] command)
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await CommandRun.Of("channel", "create", "forge", "--data", folder.Path)).Code);
        await using (var database = await Database.OpenAsync(folder.PathTo("hearth.db"), TestContext.Current.CancellationToken))
        {
            await database.WriteAsync(
                session => session.ExecuteAsync($"INSERT INTO migration(number, applied) VALUES (9999, 0)", TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        }
        var (code, _, error) = await CommandRun.Of([.. command, "--data", folder.Path]);
        Assert.Equal(1, code);
        Assert.Contains("HRT4041", error, StringComparison.Ordinal);
    }
}
