namespace Hearth.Packages.Metadata;

/// <summary>A member that is not the same in two packages.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Changes">In what it differs.</param>
/// <param name="Lines">For text: the lines that changed, each after <c>- </c>, <c>+ </c> or <c>@ </c>; empty for other content.</param>
public sealed record MemberDifference(string Path, MemberChange Changes, IReadOnlyList<string> Lines);
