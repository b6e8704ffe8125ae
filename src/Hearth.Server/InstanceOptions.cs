using Hearth.Mirrors.PullThrough;
using Hearth.Mirrors.Sources;
using Hearth.Server.Auth;

namespace Hearth.Server;

/// <summary>Where an installation keeps its channels.</summary>
public sealed record InstanceOptions
{
    /// <summary>The data folder: uploads on their way and, unless said otherwise, database and blobs.</summary>
    public required string Data { get; init; }

    /// <summary>The address of the database; null for a SQLite file in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>Where bytes are kept: a folder, or <c>s3://BUCKET/PREFIX</c>; null for a folder in the data folder.</summary>
    public string? Blobs { get; init; }

    /// <summary>Where the credential and the address of object storage are looked up.</summary>
    public Func<string, string?> Variables { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Where people sign in; null where they do so with tokens alone.</summary>
    public SignInOptions? SignIn { get; init; }

    /// <summary>Whether webhooks may lead into private networks.</summary>
    public bool PrivateWebhooks { get; init; }

    /// <summary>How long the receiver of a webhook may take to answer.</summary>
    public TimeSpan WebhooksWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How packages of mirrors are fetched while someone waits for them.</summary>
    public PullTerms Pulls { get; init; } = new();

    /// <summary>Whom the archive of sources may ask, and to whom it gives what it has.</summary>
    public SourcePolicy Sources { get; init; } = SourcePolicy.Default;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
