using Hearth.Channels.Log;

namespace Hearth.Server.Api;

/// <summary>A mirror: what it copies, and how far it is.</summary>
internal sealed record MirrorDocument(
    string Schema, string Channel, string Kind, string Health, MirrorSettings Settings, string? Tried, string? Synced, string? Looked, long? StaleSeconds, string? Source, string? Message, long? SourceRevision, long Artifacts, long Bytes,
    long Missing, long Differing, long Vanished, long? Listed, long? Held, long? HeldBytes);
