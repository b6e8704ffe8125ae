namespace Hearth.Cli.Commands.Channel.Follow;

/// <summary>Where the changes of a channel come from.</summary>
internal interface IChangeSource : IAsyncDisposable
{
    /// <summary>The changes after a revision, oldest first; waits until there is one.</summary>
    /// <param name="since">The revision.</param>
    /// <param name="most">The most changes to return.</param>
    /// <param name="cancellation">Stops waiting.</param>
    Task<NextChanges> NextAsync(long since, int most, CancellationToken cancellation);
}
