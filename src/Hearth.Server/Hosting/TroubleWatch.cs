namespace Hearth.Server.Hosting;

/// <summary>Tells a listener when views can no longer be kept up, and when they can again.</summary>
internal sealed class TroubleWatch(ManagedInstance instance, Action<ServerEvent>? listener)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public async Task RunAsync(CancellationToken cancellation)
    {
        if (listener is null)
            return;
        string? told = null;
        using var clock = new PeriodicTimer(LookEvery, instance.Store.Clock);
        try
        {
            while (await clock.WaitForNextTickAsync(cancellation))
            {
                var problem = instance.Keeper.Trouble?.Problem;
                if (problem is not null && told is null)
                    listener(new ServerEvent(IsError: true, "views_stopped", problem));
                else if (problem is null && told is not null)
                    listener(new ServerEvent(IsError: false, "views_resumed", "views are kept up again"));
                told = problem;
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The server stops.
        }
    }
}
