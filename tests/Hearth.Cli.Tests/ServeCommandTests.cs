using System.Net;
using System.Net.Sockets;
using Hearth.Testing;

namespace Hearth.Cli.Tests;

public sealed class ServeCommandTests
{
    [Fact]
    public async Task A_port_in_use_says_so_and_asks_to_try_later()
    {
        using var folder = new TemporaryFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var (code, output, error) = await CommandRun.Of("serve", folder.Path, "--port", $"{((IPEndPoint)other.LocalEndpoint).Port}");
        Assert.Equal(6, code);
        Assert.Empty(output);
        Assert.Contains("HRT6001", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_not_there_is_a_problem_found()
    {
        var (code, _, error) = await CommandRun.Of("serve", "/no/such/folder");
        Assert.Equal(1, code);
        Assert.Contains("HRT6003", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "70000")]
    [InlineData("--host", "not an address")]
    [InlineData("--certificate", "cert.pem")]
    [InlineData("--key", "key.pem")]
    public async Task A_wrong_option_is_a_usage_error(string option, string value)
    {
        var (code, _, error) = await CommandRun.Of("serve", ".", option, value);
        Assert.Equal(2, code);
        Assert.Contains(option, error, StringComparison.Ordinal);
    }
}
