using Hearth.Foundation.Hashing;
using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Managed;

/// <summary>Debian's s3cmd publishes to a managed channel as to a bucket: the server's address is the endpoint, 's3' the bucket, the channel the first part of the key.</summary>
public sealed class S3CommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100)]
    // More than one part of the least size that s3cmd has.
    [InlineData(12_000_000)]
    public async Task A_package_that_s3cmd_puts_is_published(int contentBytes)
    {
        var s3cmd = ExternalTool.Require("s3cmd");
        await using var server = await StartAsync();
        var content = new char[contentBytes];
        var random = new Random(7);
        for (var i = 0; i < content.Length; i++)
            content[i] = (char)random.Next('!', '~');
        var file = new TinyPackage("zlib") { Index = { ["subdir"] = "linux-64" }, Files = { ["lib/content"] = new string(content) } }.WriteTo(_folder.Path);

        await s3cmd.RunAsync([.. SettingsOf(server), "--multipart-chunk-size-mb=5", "put", file, "s3://s3/forge/linux-64/"]);

        Assert.Equal(Sha256.Of(await File.ReadAllBytesAsync(file)), Sha256.Of(await server.Client.GetByteArrayAsync("forge/linux-64/zlib-1.0-0.conda")));
    }

    [Fact]
    public async Task A_wrong_token_is_refused_in_words_that_s3cmd_shows()
    {
        var s3cmd = ExternalTool.Require("s3cmd");
        await using var server = await StartAsync();
        var file = new TinyPackage("zlib") { Index = { ["subdir"] = "linux-64" } }.WriteTo(_folder.Path);
        server.Client.DefaultRequestHeaders.Authorization = new("Bearer", "hrt-000000000000-00000000000000000000000000000000");

        var refused = await s3cmd.TryAsync([.. SettingsOf(server), "put", file, "s3://s3/forge/linux-64/"]);

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("AccessDenied", refused.Error, StringComparison.Ordinal);
    }

    private async Task<ManagedServer> StartAsync()
    {
        var data = _folder.PathTo("data");
        (await HearthProgram.RunAsync("channel", "create", "forge", "--data", data)).Expect();
        return await ManagedServer.StartAsync(data, await ManagedServer.NewAdminTokenAsync(data));
    }

    private IEnumerable<string> SettingsOf(ManagedServer server)
    {
        var config = _folder.PathTo("s3cfg");
        File.WriteAllText(config, "[default]\n");
        var token = server.Client.DefaultRequestHeaders.Authorization!.Parameter;
        return [$"--config={config}", $"--host={server.Url.Authority}", $"--host-bucket={server.Url.Authority}", "--no-ssl", "--access_key=hearth", $"--secret_key={token}", $"--access_token={token}", "--no-progress"];
    }
}
