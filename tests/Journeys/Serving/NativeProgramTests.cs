using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Serving;

/// <summary>The native program, where <c>./hearth publish</c> has made it.</summary>
public sealed class NativeProgramTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task One_file_is_all_that_a_channel_server_needs()
    {
        var made = Repository.PathTo("artifacts", "native", "hearth");
        Assert.SkipUnless(File.Exists(made), "there is no native build: HEARTH_NATIVE=1 ./test makes one");
        var installed = Path.Combine(_folder.Path, "bin", "hearth");
        Directory.CreateDirectory(Path.GetDirectoryName(installed)!);
        File.Copy(made, installed);
        var data = Path.Combine(_folder.Path, "data");

        (await ChildProcess.RunAsync(installed, ["channel", "create", "forge", "--data", data])).Expect();
        var listed = (await ChildProcess.RunAsync(installed, ["channel", "list", "--data", data])).Expect();

        Assert.Contains("forge", listed.Output, StringComparison.Ordinal);
    }
}
