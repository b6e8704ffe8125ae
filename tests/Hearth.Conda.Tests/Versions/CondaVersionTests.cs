using CsCheck;
using Hearth.Conda.Versions;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Tests.Versions;

public sealed class CondaVersionTests
{
    /// <summary>CEP 33 §Examples: every line sorts after the one before it, and the versions of one line are equal.</summary>
    private static readonly string[][] Ascending =
    [
        ["0.4", "0.4.0"],
        ["0.4.1.rc", "0.4.1.RC"],
        ["0.4.1+local"],
        ["0.4.1+0.local"],
        ["0.4.1", "0.4.1+0"],
        ["0.4.1+1.local"],
        ["0.5a1"],
        ["0.5b3"],
        ["0.5C1", "0.5c1"],
        ["0.5"],
        ["0.9.6"],
        ["0.960923"],
        ["1.0"],
        ["1.0.1dev"],
        ["1.0.1_", "1.0.1-"],
        ["1.0.1a"],
        ["1.0.1rc1"],
        ["1.0.1rc2"],
        ["1.0.1s"],
        ["1.0.1"],
        ["1.0.1post.a"],
        ["1.1dev1"],
        ["1.1a1"],
        ["1.1.0dev1", "1.1.dev1"],
        ["1.1.a1"],
        ["1.1.0rc1"],
        ["1.1.0.0", "1.1.0", "1.1", "01.01"],
        ["1.1.post1", "1.1.0post1"],
        ["1.1post1"],
        ["1996.07.12"],
        ["20200101123456"],
        ["20200101123456789012345678"],
        ["1!0.4.1"],
        ["1!3.1.1.6"],
        ["2!0.4.1", "02!0.4.1.0"],
    ];

    private static readonly Gen<CondaVersion> Any =
        Gen.Select(OneOf("", "", "", "0!", "1!"), Segments, OneOf("", "", "+1.0", "+a", "+0"), (epoch, main, local) => CondaVersion.Parse(epoch + main + local));

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Gen<string> Segments =>
        OneOf("0", "00", "1", "2", "10", "a", "0a", "1a", "dev", "1dev2", "post", "0post1", "rc1", "a0", "a0b").Array[1, 4]
            .Select(parts => string.Join('.', parts));

    [Fact]
    public void Versions_sort_as_the_examples_of_CEP_33_do()
    {
        for (var i = 0; i < Ascending.Length; i++)
        {
            for (var j = 0; j < Ascending.Length; j++)
            {
                foreach (var left in Ascending[i].Select(text => CondaVersion.Parse(text)))
                    Assert.All(Ascending[j].Select(text => CondaVersion.Parse(text)), right =>
                        Assert.True(Math.Sign(left.CompareTo(right)) == i.CompareTo(j), $"{left} against {right}"));
            }
        }
    }

    [Fact]
    public void Equal_versions_have_the_same_hash() =>
        Assert.All(Ascending, line => Assert.Single(line.Select(text => CondaVersion.Parse(text).GetHashCode()).Distinct()));

    [Fact]
    public void The_order_is_total() =>
        Gen.Select(Any, Any, Any).Sample((a, b, c) =>
            Math.Sign(a.CompareTo(b)) == -Math.Sign(b.CompareTo(a))
            && (!(a <= b && b <= c) || a <= c)
            && (a != b || a.GetHashCode() == b.GetHashCode()));

    [Fact]
    public void Every_version_starts_with_itself_and_with_itself_short_of_a_segment() =>
        Any.Sample(version => version.StartsWith(version) && (version.WithoutLastSegment() is not { } prefix || version.StartsWith(prefix)));

    [Fact]
    public void The_canonical_spelling_is_an_equal_version_and_stays_as_it_is() =>
        Any.Sample(version =>
            CondaVersion.Parse(version.ToCanonicalString()) is var again && again == version && again.ToCanonicalString() == again.ToString());

    [Theory]
    [InlineData("0!01.2_RC1", "1.2.0rc1")]
    [InlineData("1.0.1_", "1.0.1_")]
    [InlineData("1.1", "1.1")]
    [InlineData("2.1+Sirius_6", "2.1+0sirius.6")]
    public void The_canonical_spelling_is_lower_case_with_periods_and_without_leading_zeros(string text, string? canonical) =>
        Assert.Equal(canonical, CondaVersion.TryParse(text, null, out var version) ? version.ToCanonicalString() : null);

    [Theory]
    [InlineData("1.2.3", "1.2", true)]
    [InlineData("1.2", "1.2.0", true)]
    [InlineData("1.20", "1.2", false)]
    [InlineData("1.2rc1", "1.2", true)]
    [InlineData("1.2.rc1", "1.2", true)]
    [InlineData("2013abc", "2013a", true)]
    [InlineData("2013", "2013a", false)]
    [InlineData("1!1.2", "1.2", false)]
    [InlineData("1.2.3+4.5", "1.2.3", true)]
    [InlineData("1.2.3+4.5", "1.2.3+4", true)]
    [InlineData("1.2.3.0+4.5", "1.2.3+4", true)]
    [InlineData("1.2.3+4.5", "1.2.3+5", false)]
    [InlineData("1.2post1", "1.2post", true)]
    [InlineData("1.2.dev3", "1.2.d", false)]
    public void A_version_is_within_a_prefix_if_all_up_to_the_last_element_is_equal(string version, string prefix, bool expected) =>
        Assert.Equal(expected, CondaVersion.Parse(version).StartsWith(CondaVersion.Parse(prefix)));

    [Theory]
    [InlineData("1.11.0", "1.10", true)]
    [InlineData("1.11.0", "1.10.0", false)]
    [InlineData("3.3.1", "3.3.2", false)]
    [InlineData("5", "1", true)]
    [InlineData("1!5", "1", true)]
    public void A_version_is_compatible_if_not_smaller_and_alike_but_for_the_last_segment(string version, string other, bool expected) =>
        Assert.Equal(expected, CondaVersion.Parse(version).IsCompatibleWith(CondaVersion.Parse(other)));

    [Theory]
    [InlineData("", "missing")]
    [InlineData("  ", "missing")]
    [InlineData("3.5&1", "'&' at character 4")]
    [InlineData("1.*", "'*' at character 3")]
    [InlineData("5.5++", "more than one '+'")]
    [InlineData("5.5+1+0.0", "more than one '+'")]
    [InlineData("1.2post+", "nothing after '+'")]
    [InlineData("5.5..mw", "empty segment")]
    [InlineData("1.", "empty segment")]
    [InlineData(".1", "empty segment")]
    [InlineData("1._2", "empty segment")]
    [InlineData("1+2_", "empty segment")]
    [InlineData("_", "empty segment")]
    [InlineData("!", "epoch")]
    [InlineData("!1.1", "epoch")]
    [InlineData("-1!1.1", "epoch")]
    [InlineData("a!1.0", "epoch")]
    [InlineData("1!2!3.0", "more than one '!'")]
    [InlineData("0!", "nothing but an epoch")]
    [InlineData("1!+1.1", "nothing but an epoch")]
    [InlineData("1-1_1", "both '-' and '_'")]
    public void Text_that_is_no_version_is_refused_with_the_reason(string text, string reason)
    {
        Assert.Contains(reason, Assert.Throws<BadInputException>(() => CondaVersion.Parse(text)).Message, StringComparison.Ordinal);
        Assert.False(CondaVersion.TryParse(text, null, out _));
    }

    [Fact]
    public void The_text_is_kept_without_the_blanks_around_it() => Assert.Equal("0.4.1.RC", CondaVersion.Parse("  0.4.1.RC ").ToString());

    [Fact]
    public void Versions_are_read_from_the_bytes_of_JSON()
    {
        Assert.True(CondaVersion.TryParse("1.2.3"u8, out var version));
        Assert.Equal(CondaVersion.Parse("1.2.3"), version);
        Assert.False(CondaVersion.TryParse("1.2é"u8, out _));
    }

    [Fact]
    public void The_default_is_version_zero() => Assert.Equal(CondaVersion.Parse("0"), default);
}
