namespace Hearth.Channels.Sources;

/// <summary>An address that gave other bytes than it should.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Url">The address.</param>
/// <param name="Expected">The digest that a recipe promises, or that the archive holds, as <c>ALGORITHM:HEX</c>.</param>
/// <param name="Actual">That of what the address gave.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="First">When that was first seen.</param>
/// <param name="Last">When that was last seen.</param>
/// <param name="Settled">When a person said what to make of it; null while nobody has.</param>
/// <param name="Note">What they said.</param>
public sealed record SourceAlert(long Id, string Url, string Expected, string Actual, long Size, DateTimeOffset First, DateTimeOffset Last, DateTimeOffset? Settled, string Note);
