namespace Hearth.Server.Conformance;

/// <summary>Which channel to look at, and how closely.</summary>
public sealed record ConformanceOptions
{
    /// <summary>What stands in <see cref="Channel"/> where the token belongs, for channels that want it in the path.</summary>
    public const string TokenPlace = "{token}";

    /// <summary>The channel's URL.</summary>
    public required string Channel { get; init; }

    /// <summary>Only these subdirs. Empty: <c>noarch</c> and the first other one that the channel has; with <see cref="Full"/>, all.</summary>
    public IReadOnlyList<string> Subdirs { get; init; } = [];

    /// <summary>Only cases whose id fits one of these patterns, in which <c>*</c> stands for anything; empty means all.</summary>
    public IReadOnlyList<string> Cases { get; init; } = [];

    /// <summary>A label whose view of the channel is looked at too.</summary>
    public string? Label { get; init; }

    /// <summary>How many shards and how many packages of each subdir are fetched; always the same ones of the same channel.</summary>
    public int Limit { get; init; } = 5;

    /// <summary>Whether all shards and all subdirs are fetched, however many.</summary>
    public bool Full { get; init; }

    /// <summary>Headers that every request carries. Their values are secrets.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>A token, sent as Bearer or where <see cref="TokenPlace"/> stands in the URL.</summary>
    public string? Token { get; init; }

    /// <summary>How long a server may stay silent.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Cases that run at the same time.</summary>
    public int Concurrency { get; init; } = 8;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Whether the channel is looked at with credentials.</summary>
    public bool IsPrivate => Token is not null || Headers.Count > 0;
}
