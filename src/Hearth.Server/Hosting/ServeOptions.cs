using System.Net;
using Hearth.Server.Auth;

namespace Hearth.Server.Hosting;

/// <summary>What is served, where, and how.</summary>
public sealed record ServeOptions
{
    /// <summary>A channel folder, or a folder of channel folders; null where managed channels are served.</summary>
    public string? Folder { get; init; }

    /// <summary>The address to listen at; this machine only unless said otherwise.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>The TCP port; 0 takes any free one.</summary>
    public int Port { get; init; }

    /// <summary>The certificate for HTTPS; null for plain HTTP.</summary>
    public TlsCertificate? Certificate { get; init; }

    /// <summary>Whether nobody overwrites an artifact in the folder, so that caches may keep it for ever without asking.</summary>
    public bool ArtifactsNeverChange { get; init; }

    /// <summary>How many bytes of small files are kept in memory.</summary>
    public long MostBytesInMemory { get; init; } = 64 << 20;

    /// <summary>How long an answer from memory may lag behind the file on disk.</summary>
    public TimeSpan FreshFor { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long downloads may go on once the server is told to stop.</summary>
    public TimeSpan DrainTime { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>How long the head of a request may take to arrive.</summary>
    public TimeSpan HeadersWithin { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a body may stand still at its start before its sender counts as gone.</summary>
    public TimeSpan BodyGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether requests for artifacts are sent on to a signed address of the blob store, where it gives such addresses.</summary>
    public bool RedirectsArtifacts { get; init; }

    /// <summary>Where traces go: a collector that takes OTLP over HTTP; null for nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary>Runs beside the server from start to stop, such as re-indexing on change. When it fails, the server stops.</summary>
    public Func<CancellationToken, Task>? BackgroundWork { get; init; }

    /// <summary>Is told of every answer, on the thread that gave it.</summary>
    public Action<Answer>? OnAnswer { get; init; }

    /// <summary>Is told of what happens beside the answers.</summary>
    public Action<ServerEvent>? OnEvent { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How much one sender may ask for.</summary>
    internal RateLimits Limits { get; init; } = new();
}
