using Hearth.Conda.Records;

namespace Hearth.Conda.Tests.Records;

public sealed class Revision3SpecsTests
{
    [Fact]
    public void MatchSpecs_become_bare_names_or_names_with_brackets()
    {
        var record = Revision3Specs.Respell(PackageRecord.Parse(
            """{"depends":["pip","python >=3.10,<4","a 1.2.* *_cuda"],"constrains":["b <2"],"extra_depends":{"test":["pytest >=7"]}}"""u8));
        Assert.Equal("pip", record.Depends[0]);
        Assert.All(record.Depends.Skip(1).Concat(record.Constrains), spec => Assert.Matches("^[a-z]+\\[.+\\]$", spec));
        Assert.Contains("pytest[version=", System.Text.Encoding.UTF8.GetString(record.Raw("extra_depends"u8)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_revision_3_cannot_express_stays_as_it_is() =>
        Assert.Equal(["not a [spec", "py* >=1"], Revision3Specs.Respell(PackageRecord.Parse("""{"depends":["not a [spec","py* >=1"]}"""u8)).Depends);
}
