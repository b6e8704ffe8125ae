using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;

namespace Hearth.Conda.Tests;

/// <summary>What is done for every record of a channel leaves nothing to the garbage collector.</summary>
public sealed class AllocationTests
{
    private static readonly CondaVersion Left = CondaVersion.Parse("1!2.15.1_alpha+1.2.3h123");
    private static readonly CondaVersion Right = CondaVersion.Parse("1!2.15.1_alpha+1.2.3h124");
    private static readonly MatchSpec Spec = MatchSpec.Parse("numpy >=1.26,<3|4.* py3*");
    private static readonly MatchCandidate Record = new() { Name = PackageName.Parse("numpy"), Version = CondaVersion.Parse("2.1"), Build = "py312_0" };

    public static TheoryData<string, Action> Actions => new()
    {
        { "comparing versions", () => Assert.True(Left < Right) },
        { "hashing a version", () => Left.GetHashCode() },
        { "parsing a version from a string", () => Assert.True(CondaVersion.TryParse("1.26.4rc1", null, out _)) },
        { "matching", () => Assert.True(Spec.Matches(Record)) },
        { "finding the name in a spec", () => Assert.True(MatchSpec.NameOf("numpy >=1.26,<3"u8).Length == 5) },
        { "reading a known subdir", () => Assert.True(Subdir.TryParse("linux-64"u8, out _)) },
    };

    [Theory]
    [MemberData(nameof(Actions), DisableDiscoveryEnumeration = true)]
    public void Nothing_is_allocated_by(string what, Action action)
    {
        action();
        var before = GC.GetAllocatedBytesForCurrentThread();
        action();
        Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, what);
    }
}
