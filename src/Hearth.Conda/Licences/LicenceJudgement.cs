namespace Hearth.Conda.Licences;

/// <summary>What became of one package of a set.</summary>
/// <param name="Package">The package.</param>
/// <param name="IsAllowed">Whether it may be used with everything that it needs to run.</param>
/// <param name="Reason">Why, about the package itself, or about the last of <paramref name="Via"/>.</param>
/// <param name="Via">What it needs that is refused: the dependency, then that one's, to the package whose own licence is refused. Empty if its own is.</param>
public sealed record LicenceJudgement(LicencedPackage Package, bool IsAllowed, string Reason, IReadOnlyList<LicencedPackage> Via);
