using System.Diagnostics;
using Hearth.Testing;

namespace Hearth.Mirrors.Tests.Sources.Git;

/// <summary>A repository that a test makes, with the program git and dates that do not change.</summary>
internal sealed class LocalRepository : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _commits;

    public LocalRepository()
    {
        Require();
        Directory.CreateDirectory(Folder);
        Git("init", "--quiet", "--initial-branch=main");
    }

    public string Folder => _folder.PathTo("work.git");

    public string Commit(string file, string content)
    {
        var path = Path.Combine(Folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        Git("add", "--all");
        return CommitIndex();
    }

    public string CommitIndex()
    {
        _commits++;
        Git("commit", "--quiet", "--allow-empty", "-m", FormattableString.Invariant($"change {_commits}"));
        return Git("rev-parse", "HEAD");
    }

    public string Git(params string[] arguments) => Run(Folder, arguments, _commits);

    /// <summary>Runs git somewhere.</summary>
    public static string Run(string folder, string[] arguments, int second = 0, string input = "")
    {
        var start = new ProcessStartInfo("git") { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        foreach (var role in (string[])["AUTHOR", "COMMITTER"])
        {
            start.Environment[$"GIT_{role}_NAME"] = "Someone";
            start.Environment[$"GIT_{role}_EMAIL"] = "someone@example.org";
            start.Environment[$"GIT_{role}_DATE"] = FormattableString.Invariant($"{1_700_000_000 + second} +0000");
        }
        start.Environment["GIT_CONFIG_NOSYSTEM"] = "1";
        start.Environment["GIT_CONFIG_GLOBAL"] = "/dev/null";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"git {string.Join(' ', arguments)}: {errors.GetAwaiter().GetResult()}");
        return output;
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Skips the running test where there is no git.</summary>
    public static void Require() => Assert.SkipUnless(IsThere(), "this machine has no program git");

    private static bool IsThere()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("git", "--version") { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
