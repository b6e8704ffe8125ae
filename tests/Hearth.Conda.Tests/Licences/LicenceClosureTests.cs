using System.Text.Json;
using Hearth.Conda.Licences;

namespace Hearth.Conda.Tests.Licences;

public sealed class LicenceClosureTests
{
    private static readonly LicencePolicy NoGpl = LicencePolicyReader.Read(JsonElement.Parse("""{"deny": {"families": ["GPL3"]}}"""), null);

    [Fact]
    public void What_needs_a_refused_package_is_refused_with_the_way_to_it()
    {
        var judgements = LicenceClosure.Judge([Package("app", "1", "MIT", "lib"), Package("lib", "1", "MIT", "core >=1"), Package("core", "1", "GPL-3.0-only")], NoGpl);
        Assert.All(judgements, judgement => Assert.False(judgement.IsAllowed));
        Assert.Equal(["lib-1", "core-1"], judgements[0].Via.Select(package => package.Label));
        Assert.StartsWith("refused: GPL-3.0-only", judgements[0].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Another_candidate_that_is_acceptable_saves_it() =>
        Assert.Equal(
            [true, false, true],
            LicenceClosure.Judge([Package("app", "1", "MIT", "core"), Package("core", "2", "GPL-3.0-only"), Package("core", "1", "MIT")], NoGpl).Select(one => one.IsAllowed));

    [Fact]
    public void A_candidate_of_the_wrong_version_does_not() =>
        Assert.False(LicenceClosure.Judge([Package("app", "1", "MIT", "core >=2"), Package("core", "2", "GPL-3.0-only"), Package("core", "1", "MIT")], NoGpl)[0].IsAllowed);

    [Fact]
    public void Circles_and_names_that_are_not_there_do_no_harm() =>
        Assert.All(
            LicenceClosure.Judge([Package("a", "1", "MIT", "b", "__glibc >=2.17"), Package("b", "1", "MIT", "a", "absent", "[[")], NoGpl),
            judgement => Assert.True(judgement.IsAllowed));

    private static LicencedPackage Package(string name, string version, string licence, params string[] depends) =>
        LicencedPackage.Of($"{name}-{version}", name, version, "0", licence, depends);
}
