using System.Diagnostics;
using System.Globalization;
using Hearth.Channels.Databases;

namespace Hearth.Channels.Live;

/// <summary>
/// The right to write one view. It runs out by itself, so a writer that died blocks nobody for long, and nobody at all on its own machine; and each
/// new holder gets a higher number, so a writer that was only slow can no longer commit.
/// </summary>
internal sealed record Lease(string Resource, long Fence)
{
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    /// <summary>A holder of this process, unlike all others.</summary>
    public static string NewHolder() => string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.NewGuid():n}");

    /// <summary>Takes the lease, or takes it on; null while another holds it.</summary>
    public static Task<Lease?> AcquireAsync(ChannelStore store, string resource, string holder, CancellationToken cancellation)
    {
        var now = store.Clock.GetUtcNow();
        return store.Database.WriteAsync(
            async session =>
            {
                var fence = await session.NumberAsync(
                    $"""
                    INSERT INTO lease(resource, holder, fence, expires) VALUES ({resource}, {holder}, 1, {now + Duration})
                    ON CONFLICT (resource) DO UPDATE SET holder = excluded.holder, fence = lease.fence + 1, expires = excluded.expires
                    WHERE lease.expires < {now} OR lease.holder = {holder}
                    RETURNING fence
                    """,
                    cancellation);
                if (fence == 0 && await session.FirstAsync($"SELECT holder FROM lease WHERE resource = {resource}", row => row.Text(0), cancellation) is { } other && HasEnded(other))
                {
                    fence = await session.NumberAsync(
                        $"UPDATE lease SET holder = {holder}, fence = fence + 1, expires = {now + Duration} WHERE resource = {resource} AND holder = {other} RETURNING fence", cancellation);
                }
                return fence == 0 ? null : new Lease(resource, fence);
            },
            cancellation);
    }

    /// <summary>Fails where another writer has taken over; to be asked in the transaction that writes.</summary>
    /// <exception cref="LostLeaseException">Another holder has a higher number.</exception>
    public async Task CheckAsync(SqlSession session, CancellationToken cancellation)
    {
        // The update locks the row: nobody takes over before this transaction ends.
        if (await session.ExecuteAsync($"UPDATE lease SET fence = fence WHERE resource = {Resource} AND fence = {Fence}", cancellation) == 0)
            throw new LostLeaseException(Resource);
    }

    /// <summary>Fails as <see cref="CheckAsync"/> does, and otherwise keeps the right for longer.</summary>
    /// <inheritdoc cref="CheckAsync" path="/exception"/>
    public async Task KeepAsync(SqlSession session, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await session.ExecuteAsync($"UPDATE lease SET expires = {now + Duration} WHERE resource = {Resource} AND fence = {Fence}", cancellation) == 0)
            throw new LostLeaseException(Resource);
    }

    /// <summary>Gives it up, within the transaction that wrote.</summary>
    public Task ReleaseAsync(SqlSession session, CancellationToken cancellation) =>
        session.ExecuteAsync($"UPDATE lease SET expires = 0 WHERE resource = {Resource} AND fence = {Fence}", cancellation);

    // Known only of processes of this machine.
    private static bool HasEnded(string holder)
    {
        if (holder.Split('/') is not [var machine, var number, _] || machine != Environment.MachineName || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var process))
            return false;
        try
        {
            Process.GetProcessById(process).Dispose();
            return IsUnburied(process);
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    // What has ended is listed until its parent asks how, which not every parent does (proc_pid_stat(5): the state follows the name, which stands in parentheses).
    private static bool IsUnburied(int process)
    {
        try
        {
            var stat = OperatingSystem.IsLinux() ? File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat")) : "";
            return stat.AsSpan(stat.LastIndexOf(')') + 1).TrimStart() is ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            return true;
        }
    }
}
