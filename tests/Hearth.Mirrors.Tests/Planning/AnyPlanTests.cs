using CsCheck;
using Hearth.Conda.MatchSpecs;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Upstream;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Mirrors.Tests.Planning;

/// <summary>Plans of any channel and any choice.</summary>
public sealed class AnyPlanTests
{
    private static readonly FakeTimeProvider Clock = new(MadeRecord.Now + TimeSpan.FromMinutes(1));

    private static readonly Gen<string?> Include = MadeRecord.OneOf<string?>(null, "p1", "p2 >=2", "*[license=MIT]", "p*[build_number=1]");

    private static readonly Gen<string?> Exclude = MadeRecord.OneOf<string?>(null, null, "p3", "p4 <2", "*[build=b1]");

    private static readonly Gen<(int? Newest, int? MinimumAgeDays)> Limits = MadeRecord.OneOf<(int?, int?)>((null, null), (null, null), (1, null), (2, null), (null, 7), (1, 12));

    [Fact]
    public Task A_plan_is_what_looking_at_every_record_for_every_dependency_gives() => Gen.Select(MadeRecord.Channel, Include, Exclude, Limits, Gen.Bool).SampleAsync(
        async (records, include, exclude, limits, withDependencies) =>
        {
            var selection = new MirrorSelection
            {
                Include = include is null ? [] : [MatchSpec.Parse(include)],
                Exclude = exclude is null ? [] : [MatchSpec.Parse(exclude)],
                NewestVersions = limits.Newest,
                MinimumAge = limits.MinimumAgeDays is { } days ? TimeSpan.FromDays(days) : null,
                WithDependencies = withDependencies,
            };
            var plan = await PlanAsync(records, selection);
            var naive = NaivePlan.Of(records, include is null ? null : MatchSpec.Parse(include), exclude is null ? null : MatchSpec.Parse(exclude), limits.Newest, limits.MinimumAgeDays, withDependencies);
            Assert.Equal(naive.Paths, plan.Artifacts.Select(artifact => artifact.Record.ToString()).Order(StringComparer.Ordinal));
            Assert.Equal(naive.Unsatisfied, plan.Unsatisfied.Select(missing => (missing.Dependency, missing.NeededBy, missing.Subdir)).Order());
        },
        iter: 300,
        threads: 1);

    [Fact]
    public Task A_plan_is_in_order_and_its_sums_are_those_of_its_artifacts() => MadeRecord.Channel.SampleAsync(
        async records =>
        {
            var plan = await PlanAsync(records, new MirrorSelection { WithDependencies = true });
            var inOrder = plan.Artifacts.Select(artifact => artifact.Record)
                .OrderBy(record => record.Subdir, StringComparer.Ordinal).ThenBy(record => record.Name, StringComparer.Ordinal).ThenBy(record => record.File, StringComparer.Ordinal);
            Assert.Equal(inOrder, plan.Artifacts.Select(artifact => artifact.Record));
            Assert.Equal((plan.Artifacts.Count, plan.Bytes), (plan.OfSubdirs.Sum(row => row.Count), plan.OfSubdirs.Sum(row => row.Bytes)));
            Assert.Equal((plan.Artifacts.Count, plan.Bytes), (plan.Licenses.Sum(row => row.Count), plan.Licenses.Sum(row => row.Bytes)));
        },
        iter: 50,
        threads: 1);

    [Fact]
    public async Task A_file_that_is_listed_twice_is_planned_once()
    {
        using var source = new TemporaryFolder();
        Directory.CreateDirectory(source.PathTo("noarch"));
        const string record = """{"build":"0","name":"a","sha256":"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08","size":1,"version":"1.0"}""";
        await File.WriteAllTextAsync(source.PathTo("noarch", "repodata.json"), """{"packages.conda":{"a-1.0-0.conda":RECORD,"a-1.0-0.conda":RECORD},"v3":{"conda":{"a-1.0-0":RECORD}}}""".Replace("RECORD", record, StringComparison.Ordinal), MirrorStore.Stop);
        Assert.Single((await PlanAsync(source, new MirrorSelection())).Artifacts);
    }

    private static async Task<MirrorPlan> PlanAsync(MadeRecord[] records, MirrorSelection selection)
    {
        using var source = new TemporaryFolder();
        MadeRecord.Write(source.Path, records);
        return await PlanAsync(source, selection);
    }

    private static async Task<MirrorPlan> PlanAsync(TemporaryFolder source, MirrorSelection selection)
    {
        using var work = new TemporaryFolder();
        using var upstream = new FolderUpstream(source.Path);
        return await new MirrorPlanner(new UpstreamChannel(upstream, work.Path), selection, Clock).PlanAsync(null, MirrorStore.Stop);
    }
}
