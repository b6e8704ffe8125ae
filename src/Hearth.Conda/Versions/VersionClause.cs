using System.Text;

namespace Hearth.Conda.Versions;

/// <summary>An operator and a version, such as <c>&gt;=1.2</c>.</summary>
public sealed class VersionClause(VersionOperator @operator, CondaVersion version) : VersionSpec
{
    public VersionOperator Operator { get; } = @operator;

    /// <summary>The version compared with. Legacy specs such as <c>&gt;=1.0.1*</c> leave a star in it, which sorts before all letters.</summary>
    public CondaVersion Version { get; } = version;

    public override bool Matches(CondaVersion version) => Operator switch
    {
        VersionOperator.Equal => version.CompareTo(Version) == 0,
        VersionOperator.NotEqual => version.CompareTo(Version) != 0,
        VersionOperator.Less => version.CompareTo(Version) < 0,
        VersionOperator.LessOrEqual => version.CompareTo(Version) <= 0,
        VersionOperator.Greater => version.CompareTo(Version) > 0,
        VersionOperator.GreaterOrEqual => version.CompareTo(Version) >= 0,
        VersionOperator.StartsWith => version.StartsWith(Version),
        VersionOperator.NotStartsWith => !version.StartsWith(Version),
        _ => version.IsCompatibleWith(Version),
    };

    internal override void AppendTo(StringBuilder text)
    {
        text.Append(Operator switch
        {
            VersionOperator.Equal => "==",
            VersionOperator.NotEqual or VersionOperator.NotStartsWith => "!=",
            VersionOperator.Less => "<",
            VersionOperator.LessOrEqual => "<=",
            VersionOperator.Greater => ">",
            VersionOperator.GreaterOrEqual => ">=",
            VersionOperator.Compatible => "~=",
            _ => "",
        });
        text.Append(Version.AsSpan());
        if (Operator is VersionOperator.StartsWith or VersionOperator.NotStartsWith)
            text.Append(".*");
    }

    // By text, for specs of equal versions differ: 1.0.* is not 1.0.0.*.
    public override bool Equals(VersionSpec? other) =>
        other is VersionClause clause && clause.Operator == Operator && clause.Version.AsSpan().SequenceEqual(Version.AsSpan());

    public override int GetHashCode() => HashCode.Combine(Operator, string.GetHashCode(Version.AsSpan()));
}
