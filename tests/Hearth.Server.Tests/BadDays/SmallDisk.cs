using System.Diagnostics;
using Hearth.Testing;

namespace Hearth.Server.Tests.BadDays;

/// <summary>A file system of a few mebibytes, which a test can fill. Only root can mount one; others' tests say skipped.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SmallDisk(int mebibytes)
    {
        Path = _folder.PathTo("disk");
        Directory.CreateDirectory(Path);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && Run("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", Path), "a small file system cannot be mounted here");
    }

    public string Path { get; }

    private string Ballast => System.IO.Path.Combine(Path, "ballast");

    /// <summary>Leaves no byte.</summary>
    public void Fill()
    {
        using var file = File.Create(Ballast, bufferSize: 1);
        try
        {
            while (true)
                file.Write(new byte[512]);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    public void Empty() => File.Delete(Ballast);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        _folder.Dispose();
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
