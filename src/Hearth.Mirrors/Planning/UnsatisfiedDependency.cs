namespace Hearth.Mirrors.Planning;

/// <summary>A dependency that nothing in the channel provides.</summary>
/// <param name="Dependency">As the artifact spells it.</param>
/// <param name="NeededBy">The first artifact of the plan that has it.</param>
/// <param name="Subdir">The platform for which it was looked for.</param>
public sealed record UnsatisfiedDependency(string Dependency, string NeededBy, string Subdir);
