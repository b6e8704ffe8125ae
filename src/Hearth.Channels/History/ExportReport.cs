namespace Hearth.Channels.History;

/// <summary>What an export wrote.</summary>
/// <param name="Revision">The state.</param>
/// <param name="Files">The files that the state has.</param>
/// <param name="Written">Those that were not there yet.</param>
/// <param name="Bytes">The bytes of those, as far as they were known before.</param>
public sealed record ExportReport(long Revision, int Files, int Written, long Bytes);
