namespace Hearth.Channels.Databases;

/// <summary>The rows of a query, one after the other.</summary>
internal abstract class SqlCursor(SqlRow row) : IDisposable, IAsyncDisposable
{
    /// <summary>The row that it stands at.</summary>
    public SqlRow Row => row;

    /// <summary>Goes to the next row; false if there is none left.</summary>
    public abstract bool Next();

    /// <inheritdoc cref="Next"/>
    public abstract ValueTask<bool> NextAsync(CancellationToken cancellation);

    /// <summary>Gives up the rows that are left.</summary>
    public abstract void Dispose();

    /// <inheritdoc cref="Dispose"/>
    public abstract ValueTask DisposeAsync();
}
