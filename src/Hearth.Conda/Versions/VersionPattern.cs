using System.Text;
using Hearth.Conda.MatchSpecs;

namespace Hearth.Conda.Versions;

/// <summary>A spec that looks at the text of versions: <c>1.*.3</c>, <c>!=1.*.3</c> or a regular expression <c>^1\.[0-9]$</c>.</summary>
public sealed class VersionPattern(StringPattern pattern, bool negated) : VersionSpec
{
    public StringPattern Pattern { get; } = pattern;

    /// <summary>Whether the versions that do not fit the pattern match.</summary>
    public bool Negated { get; } = negated;

    public override bool Matches(CondaVersion version) => Pattern.Matches(version.AsSpan()) != Negated;

    internal override void AppendTo(StringBuilder text) => text.Append(Negated ? "!=" : "").Append(Pattern);

    public override bool Equals(VersionSpec? other) =>
        other is VersionPattern pattern && pattern.Pattern == Pattern && pattern.Negated == Negated;

    public override int GetHashCode() => HashCode.Combine(Pattern, Negated);
}
