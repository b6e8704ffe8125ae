namespace Journeys.Programs;

/// <summary>A program that others wrote. A test that needs one that is absent is skipped and says so.</summary>
public sealed class ExternalTool
{
    private readonly string[] _leading;

    private ExternalTool(string path, params string[] leading) => (Path, _leading) = (path, leading);

    public string Path { get; }

    /// <summary>Finds a program on the PATH.</summary>
    public static ExternalTool Require(string name)
    {
        var path = Find(name);
        Assert.SkipWhen(path is null, $"{name} is not installed");
        return new ExternalTool(path!);
    }

    /// <summary>
    /// Debian's Python with a module that a Debian package brings. Another Python earlier on the PATH would not see that module.
    /// </summary>
    public static async Task<ExternalTool> RequirePythonModuleAsync(string module)
    {
        const string Python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not installed");
        var import = await ChildProcess.RunAsync(Python, ["-c", $"import {module}"]);
        Assert.SkipUnless(import.ExitCode == 0, $"the Python module {module} is not installed");
        return new ExternalTool(Python, "-c");
    }

    /// <summary>Runs the tool; it must succeed.</summary>
    public async Task<string> RunAsync(params IEnumerable<string> arguments) =>
        (await TryAsync(arguments)).Expect().Output;

    public Task<Finished> TryAsync(params IEnumerable<string> arguments) =>
        ChildProcess.RunAsync(Path, [.. _leading, .. arguments]);

    private static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator)
            .Append("/usr/bin")
            .Select(folder => System.IO.Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
}
