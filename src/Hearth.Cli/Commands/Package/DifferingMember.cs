namespace Hearth.Cli.Commands.Package;

/// <summary>A member that is not the same in both packages.</summary>
internal sealed record DifferingMember(string Path, IReadOnlyList<string> Changes, IReadOnlyList<string> Lines);
