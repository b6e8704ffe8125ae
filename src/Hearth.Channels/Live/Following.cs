using Hearth.Channels.Databases;

namespace Hearth.Channels.Live;

/// <summary>
/// How a process follows what all processes write: it looks at each signal, and from time to time without one. Trouble with the
/// stores is waited out.
/// </summary>
internal static class Following
{
    // Also finds what a lost signal or a dead process left.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Passes the signals of the database on, until cancelled.</summary>
    public static async Task ListenAsync(Database database, TimeProvider clock, Action<string> heard, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await foreach (var topic in database.SignalsAsync(cancellation))
                    heard(topic);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (Exception e) when (StoreTrouble.Is(e))
            {
                await PauseAsync(clock, cancellation);
            }
        }
    }

    /// <summary>Looks whenever it is woken, and from time to time, until cancelled.</summary>
    /// <param name="look">Does the work once.</param>
    /// <param name="wake">Ends the wait between two looks.</param>
    /// <param name="clock">Measures the waits.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="troubled">Is told what is waited out.</param>
    public static async Task RepeatAsync(Func<CancellationToken, Task> look, Wake wake, TimeProvider clock, CancellationToken cancellation, Action<Exception>? troubled = null)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await look(cancellation);
                await wake.WaitAsync(LookEvery, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (StoreTrouble.Is(e))
            {
                troubled?.Invoke(e);
                await PauseAsync(clock, cancellation);
            }
        }
    }

    private static async Task PauseAsync(TimeProvider clock, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(LookEvery, clock, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The loop that paused ends.
        }
    }
}
