using System.Diagnostics;
using Hearth.Testing;

namespace Journeys.Programs;

/// <summary>The built command-line program, run as its users run it.</summary>
public static class HearthProgram
{
    /// <summary>The program of the same configuration as these tests.</summary>
    public static string Assembly { get; } = Repository.PathTo(
        "artifacts", "bin", "Hearth.Cli", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "hearth.dll");

    public static Task<Finished> RunAsync(params IEnumerable<string> arguments) =>
        ChildProcess.RunAsync("dotnet", [Assembly, .. arguments]);

    public static Task<Finished> RunInAsync(string folder, params IEnumerable<string> arguments) =>
        ChildProcess.RunAsync("dotnet", [Assembly, .. arguments], folder);

    /// <summary>Starts the program without waiting for its end.</summary>
    public static Process Start(params IEnumerable<string> arguments) =>
        ChildProcess.Start("dotnet", [Assembly, .. arguments]);
}
