namespace Hearth.Mirrors.Sources.Git;

/// <summary>A repository could not be fetched, or is not what it should be; the message says why in words.</summary>
internal sealed class GitTroubleException(string message, bool isRefused = false) : Exception(message)
{
    /// <summary>Whether it may not be asked, rather than cannot.</summary>
    public bool IsRefused => isRefused;
}
