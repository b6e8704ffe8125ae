using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Sources;

namespace Hearth.Mirrors.Tests.Sources;

public sealed class SourcePolicyTests
{
    [Theory]
    [InlineData("*", "a.example", true)]
    [InlineData("*", "127.0.0.1", false)]
    [InlineData("*", "localhost", false)]
    [InlineData("*", "10.1.2.3", false)]
    [InlineData("*", "[::1]", false)]
    [InlineData("127.0.0.1", "127.0.0.1", true)]
    [InlineData("*.a.example", "b.a.example", true)]
    [InlineData("*.a.example", "B.A.Example", true)]
    [InlineData("*.a.example", "a.example", false)]
    [InlineData("*.a.example", "evila.example", false)]
    [InlineData("a.example", "A.example", true)]
    [InlineData("a.example", "a.example.evil", false)]
    public void Hosts_are_named_or_patterns_and_a_star_is_never_this_machine(string pattern, string host, bool expected) =>
        Assert.Equal(expected, new SourcePolicy { Hosts = [pattern] }.MayAsk(host));

    [Fact]
    public void Nobody_is_asked_where_nothing_is_said() => Assert.False(SourcePolicy.Default.MayAsk("a.example"));

    [Theory]
    [InlineData("a", "MIT", SourceAudience.Everyone)]
    [InlineData("a", "GPL-3.0-or-later", SourceAudience.Everyone)]
    [InlineData("a", null, SourceAudience.Internal)]
    [InlineData("a", "strange words", SourceAudience.Internal)]
    [InlineData("a", "LicenseRef-Proprietary", SourceAudience.Nobody)]
    [InlineData("cudnn", "MIT", SourceAudience.Nobody)]
    public void Without_a_policy_known_licences_are_public_and_proprietary_ones_kept(string package, string? licence, SourceAudience expected) =>
        Assert.Equal(expected, SourcePolicy.Default.Judge([(package, licence)]).Audience);

    [Fact]
    public void The_strictest_use_decides_and_what_nothing_was_built_from_has_no_licence()
    {
        Assert.Equal(SourceAudience.Internal, SourcePolicy.Default.Judge([("a", "MIT"), ("b", null), ("c", "MIT")]).Audience);
        Assert.Equal(SourceAudience.Internal, SourcePolicy.Default.Judge([]).Audience);
    }

    [Fact]
    public void A_policy_says_hosts_limits_and_licences()
    {
        var policy = Read("""{"hosts":["*.a.example"],"private_hosts":"allow","most_bytes":5,"public":{"allow":{"licences":["MIT"]}},"internal":{"unknown":"allow","deny":{"families":["AGPL"]}},"kept_packages":["x"]}""");
        Assert.Equal((true, true, 5), (policy.MayAsk("b.a.example"), policy.AllowsPrivateAddresses, policy.MostBytes));
        foreach (var (package, licence, audience) in (IReadOnlyList<(string, string?, SourceAudience)>)
            [("a", "MIT", SourceAudience.Everyone), ("a", null, SourceAudience.Internal), ("a", "AGPL-3.0-only", SourceAudience.Nobody), ("x", "MIT", SourceAudience.Nobody)])
            Assert.Equal(audience, policy.Judge([(package, licence)]).Audience);
    }

    [Fact]
    public void Everything_that_is_wrong_with_a_policy_is_said()
    {
        var refused = Assert.Throws<BadInputException>(() => Read("""{"host":[],"hosts":["https://a.example/"],"private_hosts":"yes","most_bytes":0,"public":{"deny":{"families":["X"]}},"kept_packages":"x"}"""));
        Assert.Equal(6, refused.Diagnostics.Count);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"hosts":["*a"]}""")]
    [InlineData("""{"hosts":["a.*"]}""")]
    [InlineData("""{"hosts":[""]}""")]
    [InlineData("""{"hosts":[1]}""")]
    public void What_is_no_policy_is_refused(string json) => Assert.Throws<BadInputException>(() => Read(json));

    private static SourcePolicy Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return SourcePolicyReader.Read(document.RootElement, "sources.yaml");
    }
}
