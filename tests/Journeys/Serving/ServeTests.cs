using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Serving;

/// <summary><c>hearth serve</c> as a process: what it says, and how it ends.</summary>
public sealed class ServeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task With_json_it_says_in_one_document_where_it_serves_which_channels()
    {
        Directory.CreateDirectory(_folder.PathTo("mine", "noarch"));
        File.WriteAllText(_folder.PathTo("mine", "noarch", "repodata.json"), "{}");
        using var serve = HearthProgram.Start("serve", _folder.Path, "--port", "0", "--json");
        try
        {
            var text = await ReadDocumentAsync(serve);
            File.WriteAllText(_folder.PathTo("serve.json"), text);
            (await HearthProgram.RunAsync("schema", "check", "--as", "cli/serve", _folder.PathTo("serve.json"))).Expect();
            var document = JsonNode.Parse(text)!;
            var channel = Assert.Single(document["channels"]!.AsArray())!.GetValue<string>();
            Assert.Equal($"{document["url"]}mine", channel);
            using var client = new HttpClient();
            Assert.Equal("{}", await client.GetStringAsync(new Uri($"{channel}/noarch/repodata.json")));
        }
        finally
        {
            serve.Kill();
        }
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task It_is_stopped_by_a_signal_and_ends_well(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        using var serve = HearthProgram.Start("serve", _folder.Path, "--port", "0");
        var url = await ReadLineAsync(serve);
        using var client = new HttpClient();
        Assert.NotEmpty(await client.GetStringAsync(new Uri(url)));
        Assert.Equal(0, await StopAsync(serve, signal));
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetStringAsync(new Uri(url)));
    }

    [Fact]
    public async Task An_index_run_that_watches_is_stopped_by_Ctrl_C_with_the_code_of_the_first_run()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals");
        using var watch = HearthProgram.Start("index", _folder.Path, "--watch");
        Assert.StartsWith("noarch: 0 records", await ReadLineAsync(watch), StringComparison.Ordinal);
        Assert.Equal(0, await StopAsync(watch, "INT"));
    }

    private static async Task<int> StopAsync(Process process, string signal)
    {
        (await ChildProcess.RunAsync("kill", [$"-{signal}", $"{process.Id}"])).Expect();
        using var deadline = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return process.ExitCode;
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static async Task<string> ReadLineAsync(Process process)
    {
        using var deadline = new CancellationTokenSource(Patience);
        return await process.StandardOutput.ReadLineAsync(deadline.Token)
            ?? throw new InvalidOperationException($"it ended:\n{await process.StandardError.ReadToEndAsync(deadline.Token)}");
    }

    // The server goes on, so the end of the document is its last line, not the end of the stream.
    private static async Task<string> ReadDocumentAsync(Process process)
    {
        var text = new StringBuilder();
        string line;
        do
        {
            text.AppendLine(line = await ReadLineAsync(process));
        }
        while (line != "}");
        return text.ToString();
    }
}
