using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Hearth.Bench.Scenarios;

// Whole jobs are scenarios, with a peer beside us where one can be installed; functions are benchmarks.
Dictionary<string, Func<TextWriter, CancellationToken, Task>> scenarios = new(StringComparer.Ordinal)
{
    ["index"] = IndexScenario.RunAsync,
    ["big-subdir"] = BigSubdirScenario.RunAsync,
    ["serve"] = ServeScenario.RunAsync,
    ["serve-managed"] = ServeManagedScenario.RunAsync,
    ["publish"] = PublishScenario.RunAsync,
    ["mirror"] = MirrorScenario.RunAsync,
    ["copies"] = CopyScenario.RunAsync,
    ["sources"] = SourcesScenario.RunAsync,
    ["names"] = NamesScenario.RunAsync,
    ["patch"] = PatchScenario.RunAsync,
    ["transmute"] = TransmuteScenario.RunAsync,
    ["conda-forge-year"] = CondaForgeYearScenario.RunAsync,
    ["idle"] = IdleScenario.RunAsync,
    ["search"] = SearchScenario.RunAsync,
    ["render"] = RenderScenario.RunAsync,
    ["lint"] = LintScenario.RunAsync,
    ["oci-push"] = OciPushScenario.RunAsync,
};

if (args is not ["scenario", ..])
{
    // In this process: a program generated for each benchmark would have to be built under this repository's rules.
    var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(new()))).WithArtifactsPath(Path.Combine("artifacts", "bench"));
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args, config);
    return 0;
}
if (args is not [_, var name] || !scenarios.TryGetValue(name, out var run))
{
    await Console.Error.WriteLineAsync($"usage: hearth-bench scenario NAME, where NAME is one of {string.Join(", ", scenarios.Keys)}");
    return 2;
}
await run(Console.Out, CancellationToken.None);
return 0;
