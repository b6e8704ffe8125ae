using Hearth.Channels.Sources;

namespace Hearth.Mirrors.Sources;

/// <summary>What came of asking an address for a source.</summary>
internal abstract record DownloadOutcome
{
    private DownloadOutcome()
    {
    }

    /// <summary>It gave bytes, which are in the file now.</summary>
    /// <param name="Digests">Their digests.</param>
    /// <param name="IsWebPage">Whether they look like a page for people; servers give one in place of a file that is gone, and call it 200.</param>
    public sealed record Fetched(SourceDigests Digests, bool IsWebPage) : DownloadOutcome;

    /// <summary>It may not be asked.</summary>
    public sealed record Refused(string Reason) : DownloadOutcome;

    /// <summary>It has no such file, gave none after several attempts, or too large a one.</summary>
    public sealed record Missing(string Reason) : DownloadOutcome;
}
