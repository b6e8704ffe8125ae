using BenchmarkDotNet.Running;
using Hearth.Bench.Scenarios;

if (args is ["scenario", "serve"])
    await ServeScenario.RunAsync(Console.Out, CancellationToken.None);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
