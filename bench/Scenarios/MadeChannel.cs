using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Hearth.Channels.Databases;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Bench.Scenarios;

/// <summary>A managed channel 'forge' of records without bytes: what it costs is what a server does with records. Served until disposed.</summary>
internal sealed class MadeChannel : IAsyncDisposable
{
    public const string Subdir = "linux-64";

    private const int RecordsPerCommit = 20_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("hearth-bench-made-").FullName;
    private Process? _server;

    /// <summary>A client with an admin's token.</summary>
    public HttpClient Client { get; } = new(new SocketsHttpHandler { MaxConnectionsPerServer = 64 }) { Timeout = TimeSpan.FromMinutes(10) };

    /// <summary>The data folder.</summary>
    public string Data => Path.Combine(_folder, "data");

    /// <summary>Bytes of memory that the server has in use.</summary>
    public long MemoryOfServer
    {
        get
        {
            _server!.Refresh();
            return _server.WorkingSet64;
        }
    }

    public static string FileOf(int name, int version) => $"made{name}-1.{version}-0.conda";

    /// <summary>Processor time that the server has used.</summary>
    public TimeSpan ProcessorTimeOfServer
    {
        get
        {
            _server!.Refresh();
            return _server.TotalProcessorTime;
        }
    }

    /// <summary>A channel of so many names, each in so many versions.</summary>
    public static Task<MadeChannel> StartAsync(int names, int versions, CancellationToken cancellation) => StartAsync(
        from name in Enumerable.Range(0, names) from version in Enumerable.Range(0, versions) select (RecordGroup.PackagesConda, FileOf(name, version), RecordOf(name, version)), cancellation);

    /// <summary>A channel of these records.</summary>
    public static async Task<MadeChannel> StartAsync(IEnumerable<(RecordGroup Group, string File, PackageRecord Record)> records, CancellationToken cancellation)
    {
        var made = new MadeChannel();
        await RunAsync(["channel", "create", "forge", "--data", made.Data], cancellation);
        await made.FillAsync(records, cancellation);
        var nothing = Directory.CreateDirectory(Path.Combine(made._folder, "nothing")).FullName;
        await RunAsync(["channel", "import", nothing, "forge", "--data", made.Data], cancellation);
        var token = (await RunAsync(["token", "create", "--admin", "--data", made.Data], cancellation)).Trim();
        made._server = Start(["serve", "--data", made.Data, "--port", "0"]);
        _ = made._server.StandardError.ReadToEndAsync(cancellation);
        made.Client.BaseAddress = new Uri((await made._server.StandardOutput.ReadLineAsync(cancellation))!);
        made.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_server is not null)
        {
            _server.Kill();
            await _server.WaitForExitAsync(CancellationToken.None);
            _server.Dispose();
        }
        Directory.Delete(_folder, recursive: true);
    }

    private async Task FillAsync(IEnumerable<(RecordGroup Group, string File, PackageRecord Record)> records, CancellationToken cancellation)
    {
        await using var database = await Database.OpenAsync(Path.Combine(Data, "hearth.db"), cancellation);
        foreach (var part in records.Chunk(RecordsPerCommit))
        {
            await database.WriteAsync(
                async session =>
                {
                    var channel = await session.NumberAsync($"SELECT id FROM channel WHERE name = 'forge'", cancellation);
                    foreach (var (group, file, record) in part)
                        await InsertAsync(session, channel, (long)group, file, record, cancellation);
                },
                cancellation);
        }
    }

    private static PackageRecord RecordOf(int name, int version)
    {
        var file = Encoding.UTF8.GetBytes(FileOf(name, version));
        return PackageRecord.Parse(Encoding.UTF8.GetBytes($$"""
            {"build":"0","build_number":0,"depends":["libgcc >=13","python >=3.12"],"license":"MIT","md5":"{{Md5.Of(file)}}","name":"made{{name}}","sha256":"{{Sha256.Of(file)}}","size":1000,"subdir":"{{Subdir}}","timestamp":1700000000000,"version":"1.{{version}}"}
            """));
    }

    private static async Task InsertAsync(SqlSession session, long channel, long group, string file, PackageRecord record, CancellationToken cancellation)
    {
        var name = record.PackageName.ToString();
        var id = await session.NumberAsync(
            $"""
            INSERT INTO artifact(channel, subdir, file, name, version, grp, sha256, size, record, run_exports, about, added, at, actor)
            VALUES ({channel}, {Subdir}, {file}, {name}, {record.Version}, {group}, {Sha256.Of(Encoding.UTF8.GetBytes(file))}, {record.Size}, {record.Json.ToArray()}, {"{}"u8.ToArray()}, {"{}"u8.ToArray()}, 1, 0, 'bench')
            RETURNING id
            """,
            cancellation);
        await session.ExecuteAsync($"INSERT INTO listing(channel, label, subdir, grp, file, name, artifact) VALUES ({channel}, 'main', {Subdir}, {group}, {file}, {name}, {id})", cancellation);
        await session.ExecuteAsync($"INSERT INTO dirty(channel, label, subdir, name, revision, since) VALUES ({channel}, 'main', {Subdir}, {name}, 1, 1) ON CONFLICT DO NOTHING", cancellation);
    }

    private static async Task<string> RunAsync(string[] args, CancellationToken cancellation)
    {
        using var process = Start(args);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var text = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"hearth {string.Join(' ', args)} ended with {process.ExitCode}: {await error}");
    }

    private static Process Start(string[] args)
    {
        var native = MeasuredRun.PathInRepository("artifacts", "native", "hearth");
        var start = File.Exists(native)
            ? new ProcessStartInfo(native, args)
            : new ProcessStartInfo("dotnet", [MeasuredRun.PathInRepository("artifacts", "bin", "Hearth.Cli", "release", "hearth.dll"), .. args]);
        start.RedirectStandardOutput = start.RedirectStandardError = true;
        return Process.Start(start)!;
    }
}
