using System.Text;

namespace Hearth.Conda.Versions;

/// <summary>Specs joined by <c>,</c> or by <c>|</c>. The former binds tighter (CEP 29 §Version matching).</summary>
public sealed class VersionSpecGroup : VersionSpec
{
    private readonly VersionSpec[] _specs;

    /// <param name="all">True for <c>,</c>, false for <c>|</c>.</param>
    /// <param name="specs">At least two; groups of the same kind among them are dissolved.</param>
    public VersionSpecGroup(bool all, params ReadOnlySpan<VersionSpec> specs)
    {
        All = all;
        _specs = HasGroupOf(all, specs)
            ? [.. specs.ToArray().SelectMany(spec => spec is VersionSpecGroup group && group.All == all ? group._specs : [spec])]
            : specs.ToArray();
    }

    /// <summary>Whether a version must match all of <see cref="Specs"/>, not only one.</summary>
    public bool All { get; }

    public IReadOnlyList<VersionSpec> Specs => _specs;

    private static bool HasGroupOf(bool all, ReadOnlySpan<VersionSpec> specs)
    {
        foreach (var spec in specs)
        {
            if (spec is VersionSpecGroup group && group.All == all)
                return true;
        }
        return false;
    }

    public override bool Matches(CondaVersion version)
    {
        foreach (var spec in _specs)
        {
            if (spec.Matches(version) != All)
                return !All;
        }
        return All;
    }

    internal override void AppendTo(StringBuilder text)
    {
        for (var i = 0; i < _specs.Length; i++)
        {
            if (i > 0)
                text.Append(All ? ',' : '|');
            var inParentheses = All && _specs[i] is VersionSpecGroup;
            if (inParentheses)
                text.Append('(');
            _specs[i].AppendTo(text);
            if (inParentheses)
                text.Append(')');
        }
    }

    public override bool Equals(VersionSpec? other) =>
        other is VersionSpecGroup group && group.All == All && _specs.AsSpan().SequenceEqual(group._specs);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(All);
        foreach (var spec in _specs)
            hash.Add(spec);
        return hash.ToHashCode();
    }
}
