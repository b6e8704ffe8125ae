namespace Hearth.Mirrors.Upstream;

/// <summary>Where the files of a channel come from.</summary>
public interface IUpstream : IDisposable
{
    /// <summary>The channel, without secrets.</summary>
    string Name { get; }

    /// <summary>Opens a file.</summary>
    /// <param name="reference">A path below the channel, or an absolute URL from its metadata.</param>
    /// <param name="etag">What the file was when it was last had; null asks for it whatever it is.</param>
    /// <param name="via">The mirrors on whose behalf it is asked for, as in RFC 9110 §7.6.3, this one last; null where nobody waits for it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The file may not be asked for, or was not given after several attempts.</exception>
    Task<UpstreamFile> OpenAsync(string reference, string? etag, string? via, CancellationToken cancellation);
}
