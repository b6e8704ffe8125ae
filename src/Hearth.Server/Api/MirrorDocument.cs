using Hearth.Channels.Log;

namespace Hearth.Server.Api;

/// <summary>A mirror: what it copies, and how far it is.</summary>
internal sealed record MirrorDocument(
    string Schema, string Channel, string Kind, MirrorSettings Settings, string? Tried, string? Synced, string? Looked, long? StaleSeconds, string? Source, string? Message, int Vanished,
    long? Listed, long? Held, long? HeldBytes);
