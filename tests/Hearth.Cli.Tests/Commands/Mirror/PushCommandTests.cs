using Hearth.Mirrors;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Commands.Mirror;

public sealed class PushCommandTests
{
    // The first request to a registry that was away ended the command with 1, as if the channel were wrong.
    [Fact]
    public async Task A_registry_that_does_not_answer_is_to_be_tried_later()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(0, (await CommandRun.Of("channel", "create", "forge", "--data", folder.Path)).Code);
        var run = await CommandRun.Of("mirror", "push", "forge", "oci://127.0.0.1:9/forge", "--data", folder.Path);
        Assert.Equal(6, run.Code);
        Assert.Contains("HRT5004", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_lets_nobody_in_wants_another_credential_and_anything_else_is_a_problem()
    {
        Assert.Equal(ExitCode.Authentication, ExitCodes.Of([MirrorDiagnostics.Unavailable.In("a", "away"), MirrorDiagnostics.NotLetIn.In("b", "401")]));
        Assert.Equal(ExitCode.ProblemFound, ExitCodes.Of([MirrorDiagnostics.Unavailable.In("a", "away"), MirrorDiagnostics.NotWhatItSays.In("b", "a page")]));
    }
}
