using System.Text.Json.Nodes;
using CsCheck;
using Hearth.Conda.MatchSpecs;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Planning;

public sealed class MirrorPlannerTests : IDisposable
{
    private readonly TestUpstream _server = new();
    private readonly TemporaryFolder _work = new();

    public void Dispose()
    {
        _server.Dispose();
        _work.Dispose();
    }

    [Fact]
    public async Task Without_a_choice_a_plan_holds_the_whole_channel()
    {
        _server.Publish(ForgeSample.Packages);
        var plan = await PlanAsync(new MirrorSelection());
        Assert.Equal(ForgeSample.Packages.Count, plan.Artifacts.Count);
        Assert.Equal(Directory.EnumerateFiles(_server.Folder, "*.conda", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length), plan.Bytes);
        Assert.Equal(["linux-64", "noarch", "osx-arm64", "win-64"], plan.Subdirs);
    }

    [Fact]
    public async Task A_subdir_comes_with_noarch()
    {
        _server.Publish(ForgeSample.Packages);
        var plan = await PlanAsync(new MirrorSelection { Subdirs = ["linux-64"] });
        Assert.Equal(["linux-64", "noarch"], plan.Artifacts.Select(artifact => artifact.Record.Subdir).Distinct());
    }

    [Fact]
    public async Task Specs_choose_and_each_file_says_which()
    {
        _server.Publish(ForgeSample.Packages);
        var plan = await PlanAsync(Select("python >=3.13") with { Subdirs = ["linux-64"] });
        Assert.Equal(["python-3.13.1-h1b2c3d4_0.conda", "python-3.14.0-h1b2c3d4_0.conda"], Files(plan));
        Assert.All(plan.Artifacts, artifact => Assert.Equal("matches 'python[version='>=3.13']'", artifact.Reason));
    }

    [Fact]
    public async Task Licences_can_be_excluded()
    {
        _server.Publish(ForgeSample.Packages);
        var plan = await PlanAsync(new MirrorSelection { Exclude = [MatchSpec.Parse("*[license=\"GPL*\"]")] });
        Assert.DoesNotContain(plan.Licenses, row => row.License.StartsWith("GPL", StringComparison.Ordinal));
        Assert.Equal(ForgeSample.Packages.Count(package => !package.Package.Index["license"]!.GetValue<string>().StartsWith("GPL", StringComparison.Ordinal)), plan.Artifacts.Count);
    }

    [Fact]
    public async Task Of_each_name_the_newest_versions_can_be_enough()
    {
        _server.Publish(ForgeSample.Packages);
        var plan = await PlanAsync(new MirrorSelection { Subdirs = ["win-64"], NewestVersions = 1 });
        Assert.Equal(["numpy-2.3.0-h1b2c3d4_0.conda", "openssl-3.5.0-h1b2c3d4_0.conda", "python-3.14.0-h1b2c3d4_0.conda", "zlib-1.3.1-h1b2c3d4_0.conda"],
            plan.Artifacts.Where(artifact => artifact.Record.Subdir == "win-64").Select(artifact => artifact.Record.File));
    }

    [Fact]
    public async Task What_is_too_young_is_left_out_even_if_something_needs_it()
    {
        _server.Publish(ForgeSample.Packages);
        var plan = await PlanAsync(new MirrorSelection { MinimumAge = TimeSpan.FromDays(1) });
        Assert.Empty(plan.Artifacts);
    }

    [Fact]
    public async Task Dependencies_are_followed_to_their_end_and_fetch_only_their_shards()
    {
        _server.Publish(ForgeSample.Packages);
        var plan = await PlanAsync(Select("numpy >=2.3") with { Subdirs = ["linux-64"], WithDependencies = true });
        Assert.Equal(
            [
                "libgcc-15.1.0-h1b2c3d4_0.conda", "numpy-2.3.0-h1b2c3d4_0.conda", "openssl-3.5.0-h1b2c3d4_0.conda", "python-3.13.1-h1b2c3d4_0.conda",
                "zlib-1.3.1-h1b2c3d4_0.conda", "ca-certificates-2026.1.31-pyhd8ed1ab_0.conda",
            ],
            Files(plan));
        Assert.Empty(plan.Unsatisfied);
        Assert.DoesNotContain(_server.Asked, path => path.EndsWith("repodata.json.zst", StringComparison.Ordinal));
        Assert.Contains("needs 'python >=3.13,<3.14.0a0'", plan.Artifacts.Single(artifact => artifact.Record.Name == "python").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_noarch_artifact_needs_its_dependencies_on_every_platform()
    {
        _server.Publish(ForgeSample.Packages);
        var plan = await PlanAsync(Select("requests") with { Subdirs = ["linux-64", "win-64"], WithDependencies = true });
        Assert.Equal(["linux-64", "win-64"], plan.Artifacts.Where(artifact => artifact.Record.Name == "python").Select(artifact => artifact.Record.Subdir));
    }

    [Fact]
    public async Task What_nothing_provides_is_named_with_who_needs_it()
    {
        _server.Publish([("noarch", Package("a", "1.0", "b >=2", "__unix", "c")), ("noarch", Package("b", "1.0")), ("noarch", Package("c", "1.0"))]);
        var plan = await PlanAsync(Select("a") with { WithDependencies = true });
        var missing = Assert.Single(plan.Unsatisfied);
        Assert.Equal(("b >=2", "noarch/a-1.0-0.conda"), (missing.Dependency, missing.NeededBy));
    }

    [Fact]
    public async Task What_may_not_be_given_out_is_named()
    {
        _server.Publish([("noarch", Package("cudnn", "9.0")), ("noarch", Package("free", "1.0"))]);
        Assert.Equal(["cudnn"], (await PlanAsync(new MirrorSelection())).Restricted.Select(artifact => artifact.Record.Name));
        Assert.Equal(["free"], (await PlanAsync(new MirrorSelection { RestrictedNames = ["free"] })).Restricted.Select(artifact => artifact.Record.Name));
    }

    [Fact]
    public async Task An_address_without_a_channel_is_refused()
    {
        var refused = await Assert.ThrowsAsync<BadInputException>(() => PlanAsync(new MirrorSelection { Subdirs = ["linux-64"] }));
        Assert.Equal("HRT5006", refused.Diagnostics[0].Code);
    }

    /// <summary>Whatever the channel and the choice: each dependency of each planned artifact is satisfied by a planned one, or named.</summary>
    [Fact]
    public async Task A_plan_with_dependencies_is_closed()
    {
        var package = Gen.Select(Gen.Int[0, 7], Gen.Int[1, 4], Gen.Select(Gen.Int[0, 8], Gen.Int[0, 5], (name, version) => version == 0 ? $"p{name}" : $"p{name} >={version}").Array[0, 3]);
        await Gen.Select(package.Array[1, 12], Gen.Int[0, 7]).SampleAsync(
            async (packages, root) =>
            {
                using var server = new TestUpstream();
                server.Publish(packages.DistinctBy(one => (one.Item1, one.Item2)).Select((one, at) => (at % 2 == 0 ? "noarch" : "linux-64", Package($"p{one.Item1}", one.Item2.ToString(System.Globalization.CultureInfo.InvariantCulture), one.Item3))));
                var plan = await PlanAsync(Select($"p{root}") with { Subdirs = ["linux-64"], WithDependencies = true }, server);
                var unsatisfied = plan.Unsatisfied.Select(missing => missing.Dependency).ToHashSet(StringComparer.Ordinal);
                foreach (var dependency in plan.Artifacts.SelectMany(artifact => artifact.Record.Depends))
                    Assert.True(unsatisfied.Contains(dependency) != plan.Artifacts.Any(artifact => MatchSpec.Parse(dependency).Matches(artifact.Record.Candidate)), dependency);
            },
            iter: 25,
            threads: 1);
    }

    private static TinyPackage Package(string name, string version, params string[] depends) =>
        new(name, version) { Index = { ["depends"] = new JsonArray([.. depends.Select(spec => (JsonNode)spec)]), ["license"] = "MIT" } };

    private static MirrorSelection Select(string spec) => new() { Include = [MatchSpec.Parse(spec)] };

    private static IEnumerable<string> Files(MirrorPlan plan) => plan.Artifacts.Select(artifact => artifact.Record.File);

    private async Task<MirrorPlan> PlanAsync(MirrorSelection selection, TestUpstream? server = null)
    {
        using var upstream = new HttpUpstream((server ?? _server).Url, new UpstreamTerms { Attempts = 1 }, TimeProvider.System);
        return await new MirrorPlanner(new UpstreamChannel(upstream, _work.Path), selection, TimeProvider.System).PlanAsync(null, default);
    }
}
