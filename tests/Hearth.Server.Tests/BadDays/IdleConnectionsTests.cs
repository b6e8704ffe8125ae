using System.Diagnostics;
using System.Net;

namespace Hearth.Server.Tests.BadDays;

public sealed class IdleConnectionsTests
{
    private static readonly int Connections = int.TryParse(Environment.GetEnvironmentVariable("HEARTH_IDLE_CONNECTIONS"), System.Globalization.CultureInfo.InvariantCulture, out var many) ? many : 500;

    // Both ends are in this process, the test's own with them.
    private const int MostBytesOfOne = 64 << 10;

    /// <summary>HEARTH_IDLE_CONNECTIONS=10000 makes it a long test.</summary>
    [Fact]
    public async Task Idle_connections_cost_little_and_keep_nobody_from_reading()
    {
        await using var server = await ServedInstance.StartAsync();
        using var client = await server.ClientAsync();
        await client.GetByteArrayAsync("forge/noarch/repodata.json", ServedInstance.Stop);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var idle = new List<RawConnection>();
        try
        {
            for (var i = 0; i < Connections; i++)
            {
                idle.Add(await RawConnection.OpenAsync(server.Url));
                // Some say nothing, some began to.
                if (i % 2 == 0)
                    await idle[^1].SendAsync("G");
            }
            var watch = Stopwatch.StartNew();
            for (var i = 0; i < 100; i++)
            {
                using var answer = await client.GetAsync("forge/noarch/repodata.json", ServedInstance.Stop);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            }
            var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Connections;
            TestContext.Current.TestOutputHelper?.WriteLine($"{Connections} idle connections, {each} bytes each, 100 reads in {watch.ElapsedMilliseconds} ms");
            Assert.InRange(each, long.MinValue, MostBytesOfOne);
            Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        }
        finally
        {
            idle.ForEach(connection => connection.Dispose());
        }
    }
}
