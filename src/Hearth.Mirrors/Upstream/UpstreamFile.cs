namespace Hearth.Mirrors.Upstream;

/// <summary>What an upstream answers when a file is asked for.</summary>
public abstract record UpstreamFile
{
    private UpstreamFile()
    {
    }

    /// <summary>The channel has no such file.</summary>
    public sealed record Absent : UpstreamFile;

    /// <summary>It is as it was.</summary>
    public sealed record Unchanged : UpstreamFile;

    /// <summary>The file.</summary>
    /// <param name="Content">Disposed by whoever opened it. Damage on the way appears as <see cref="IOException"/>.</param>
    /// <param name="Size">Its bytes, where known.</param>
    /// <param name="ETag">What to ask with next time, where known.</param>
    public sealed record Opened(Stream Content, long? Size, string? ETag) : UpstreamFile, IAsyncDisposable
    {
        /// <summary>Where the changes of the channel can be followed, where the file came with that.</summary>
        public string? Feed { get; init; }

        /// <summary>The change of the channel's log up to which the file shows it, where it came with that.</summary>
        public long? Revision { get; init; }

        public ValueTask DisposeAsync() => Content.DisposeAsync();
    }
}
