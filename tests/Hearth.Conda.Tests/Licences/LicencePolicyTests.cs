using System.Text.Json;
using Hearth.Conda.Licences;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Tests.Licences;

public sealed class LicencePolicyTests
{
    private const string Strict = """
        {"allow": {"licences": ["MIT", "BSD-*", "GPL-3.0-only WITH GCC-exception-3.1"], "families": ["APACHE"]},
         "deny": {"licences": ["BSD-4-Clause"], "families": ["GPL3"]},
         "exceptions": [{"package": "mkl", "reason": "bought"}]}
        """;

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("BSD-3-Clause", true)]
    [InlineData("BSD-4-Clause", false)]
    [InlineData("Apache-2.0", true)]
    [InlineData("Apache License 2.0", true)]
    [InlineData("ISC", false)]
    [InlineData("GPL-3.0-only", false)]
    [InlineData("GPL-3.0-only WITH GCC-exception-3.1", true)]
    [InlineData("GPL-3.0 WITH GCC-exception-3.1", true)]
    [InlineData("GPL-3.0-only OR MIT", true)]
    [InlineData("GPL-3.0-only AND MIT", false)]
    [InlineData("MIT AND (ISC OR BSD-2-Clause)", true)]
    [InlineData("UNKNOWN", false)]
    [InlineData(null, false)]
    public void OR_needs_one_acceptable_branch_and_AND_needs_all(string? licence, bool allowed) =>
        Assert.Equal(allowed, Read(Strict).Judge(PackageName.Parse("a"), licence).IsAllowed);

    [Fact]
    public void An_exception_is_about_one_package()
    {
        var verdict = Read(Strict).Judge(PackageName.Parse("mkl"), "LicenseRef-Intel");
        Assert.True(verdict.IsAllowed);
        Assert.Contains("bought", verdict.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_list_of_the_allowed_everything_is_that_is_not_denied()
    {
        var policy = Read("""{"deny": {"families": ["AGPL"]}, "unknown": "allow"}""");
        Assert.True(policy.Judge(PackageName.Parse("a"), "ISC").IsAllowed);
        Assert.True(policy.Judge(PackageName.Parse("a"), null).IsAllowed);
        Assert.False(policy.Judge(PackageName.Parse("a"), "AGPL-3.0-only").IsAllowed);
    }

    [Fact]
    public void A_refusal_names_the_rule() =>
        Assert.Equal("refused: GPL-3.0-only (denied by family GPL3)", Read(Strict).Judge(LicenceExpression.Parse("MIT AND GPL-3.0-only")).Reason);

    [Theory]
    [InlineData("[]", 1)]
    [InlineData("""{"alow": {}}""", 1)]
    [InlineData("""{"allow": {"licences": ["MTI"]}, "deny": {"families": ["GLP"]}, "unknown": "yes"}""", 3)]
    [InlineData("""{"allow": {"licences": ["MIT OR ISC", 3]}, "exceptions": [{"package": "a"}]}""", 3)]
    public void A_policy_with_slips_is_refused_with_all_of_them(string policy, int problems) =>
        Assert.Equal(problems, Assert.Throws<BadInputException>(() => Read(policy)).Diagnostics.Count);

    private static LicencePolicy Read(string json) => LicencePolicyReader.Read(JsonElement.Parse(json), null);
}
