namespace Hearth.Mirrors.Sources;

/// <summary>What a collection would do.</summary>
/// <param name="Artifacts">Artifacts whose recipe would be read.</param>
/// <param name="Unreadable">Those of them whose recipe cannot be.</param>
/// <param name="Sources">Sources that would be looked for, each once.</param>
/// <param name="Unarchivable">Sources that recipes name and nobody can fetch.</param>
/// <param name="Hosts">The hosts that they lie at, with the number of sources, and whether the policy lets them be asked.</param>
public sealed record CollectPlan(int Artifacts, int Unreadable, int Sources, int Unarchivable, IReadOnlyList<(string Host, int Sources, bool IsAllowed)> Hosts);
