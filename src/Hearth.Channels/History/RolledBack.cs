namespace Hearth.Channels.History;

/// <summary>What a rollback changed, or would change.</summary>
/// <param name="Removed">Artifacts that were not there then.</param>
/// <param name="Restored">Artifacts that were there then and were removed since.</param>
/// <param name="Relabelled">Artifacts under other labels.</param>
/// <param name="PatchesWithdrawn">Patch sets that were not in force then.</param>
/// <param name="PatchesApplied">Patch sets that were in force then and are not now.</param>
/// <param name="Blocked">Artifacts that were there then and may not come back.</param>
/// <param name="Revision">The revision that the channel has after it.</param>
public sealed record RolledBack(int Removed, int Restored, int Relabelled, int PatchesWithdrawn, int PatchesApplied, int Blocked, long Revision);
