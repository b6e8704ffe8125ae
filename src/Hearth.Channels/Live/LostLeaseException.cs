namespace Hearth.Channels.Live;

/// <summary>Another writer has taken over; what this one prepared is dropped, and nothing is lost.</summary>
internal sealed class LostLeaseException(string resource) : Exception($"the lease of {resource} was taken over");
