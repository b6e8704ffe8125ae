using System.Diagnostics;
using System.Net;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Serving;

/// <summary>
/// What the container file says, done step by step in an empty folder: tests have no container engine, so the image itself is
/// not built. The binary is the one of these tests; users and volumes are the engine's.
/// </summary>
public sealed class ContainerfileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_instruction_is_one_that_these_tests_know()
    {
        string[] known = ["ARG", "FROM", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "STOPSIGNAL", "ENTRYPOINT", "CMD"];

        Assert.Equal(known, Instructions().Select(instruction => instruction.Name));
    }

    [Fact]
    public void What_is_copied_is_what_publishing_makes()
    {
        var copied = Argument("COPY").Split(' ');

        Assert.Equal("artifacts/native/hearth", copied[0]);
        Assert.Contains("artifacts/native", File.ReadAllText(Repository.PathTo("hearth")), StringComparison.Ordinal);
        Assert.Equal("/usr/local/bin/" + Entry()[0], copied[1]);
    }

    [Fact]
    public async Task With_its_environment_and_command_alone_it_serves_and_stops_at_its_signal()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals as containers send them are Linux's");
        var data = Path.Combine(_folder.Path, Argument("VOLUME").TrimStart('/'));
        Directory.CreateDirectory(data);
        var port = FreePort.Find();
        var start = new ProcessStartInfo("dotnet", [HearthProgram.Assembly, .. Entry()[1..], .. Words("CMD")]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = data };
        foreach (var (name, value) in Environment())
            start.Environment[name] = value.Replace(Argument("VOLUME"), data, StringComparison.Ordinal);
        Assert.Equal(Argument("EXPOSE"), start.Environment["HEARTH_PORT"]);
        start.Environment["HEARTH_PORT"] = $"{port}";
        using var process = Process.Start(start)!;
        var messages = process.StandardError.ReadToEndAsync();
        try
        {
            Assert.Contains($":{port}", await process.StandardOutput.ReadLineAsync(), StringComparison.Ordinal);
            using var client = new HttpClient();
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}/health/ready"));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal("SIGINT", Argument("STOPSIGNAL"));
            (await ChildProcess.RunAsync("kill", ["-INT", $"{process.Id}"])).Expect();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await process.WaitForExitAsync(patience.Token);
            Assert.Equal(0, process.ExitCode);
            Assert.True(File.Exists(Path.Combine(data, "hearth.db")));
            Assert.Contains("\"level\"", await messages, StringComparison.Ordinal);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string Argument(string name) => Instructions().Single(instruction => instruction.Name == name).Argument;

    // ENTRYPOINT and CMD are JSON lists.
    private static string[] Words(string name) => System.Text.Json.Nodes.JsonNode.Parse(Argument(name))!.AsArray().Select(word => (string)word!).ToArray();

    private static string[] Entry() => Words("ENTRYPOINT");

    private static IEnumerable<(string Name, string Value)> Environment() => Argument("ENV").Split(' ').Select(pair => pair.Split('=', 2)).Select(pair => (pair[0], pair[1]));

    private static IEnumerable<(string Name, string Argument)> Instructions() => File.ReadAllText(Repository.PathTo("packaging", "Containerfile"))
        .Replace("\\\n", " ", StringComparison.Ordinal)
        .Split('\n')
        .Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Select(line => line.Split(' ', 2))
        .Select(line => (line[0], line[1].Trim()));
}
