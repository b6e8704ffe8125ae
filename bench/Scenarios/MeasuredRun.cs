using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Hearth.Bench.Scenarios;

/// <summary>What one run of a program took: wall time, CPU time of all its threads, and the most memory it held.</summary>
internal sealed record MeasuredRun(TimeSpan Wall, TimeSpan Cpu, long PeakBytes)
{
    private const int ChildrenThatEnded = -1;
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(10);

    /// <summary>The native binary if there is one, since that is what users run; else the one that was built with this.</summary>
    /// <param name="args">What follows <c>hearth</c>.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <param name="mayFindProblems">Whether exit code 1, a problem found, is no error.</param>
    public static Task<MeasuredRun> OfHearth(string[] args, CancellationToken cancellation, bool mayFindProblems = false)
    {
        var native = PathInRepository("artifacts", "native", "hearth");
        return File.Exists(native)
            ? Of(native, args, cancellation, mayFindProblems)
            : Of("dotnet", [PathInRepository("artifacts", "bin", "Hearth.Cli", "release", "hearth.dll"), .. args], cancellation, mayFindProblems);
    }

    /// <summary>Runs a program to its end; anything but exit code 0 is an error, unless 1 is allowed.</summary>
    public static async Task<MeasuredRun> Of(string program, string[] args, CancellationToken cancellation, bool mayFindProblems = false)
    {
        var cpuBefore = CpuOfEndedChildren();
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = process.StandardError.ReadToEndAsync(cancellation);
        var ended = process.WaitForExitAsync(cancellation);
        long peak = 0;
        while (!ended.IsCompleted)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.WhenAny(ended, Task.Delay(LookAgainAfter, cancellation));
        }
        await ended;
        var wall = Stopwatch.GetElapsedTime(started);
        await output;
        if (process.ExitCode != 0 && !(mayFindProblems && process.ExitCode == 1))
            throw new InvalidOperationException($"{program} {string.Join(' ', args)} ended with {process.ExitCode}: {await error}");
        return new MeasuredRun(wall, CpuOfEndedChildren() - cpuBefore, peak);
    }

    public static MeasuredRun Nothing { get; } = new(TimeSpan.Zero, TimeSpan.Zero, 0);

    /// <summary>One run after the other.</summary>
    public static MeasuredRun operator +(MeasuredRun first, MeasuredRun second) =>
        new(first.Wall + second.Wall, first.Cpu + second.Cpu, Math.Max(first.PeakBytes, second.PeakBytes));

    /// <summary>The median of each figure by itself.</summary>
    public static MeasuredRun MedianOf(IEnumerable<MeasuredRun> runs)
    {
        var all = runs.ToList();
        return new MeasuredRun(Median(run => run.Wall), Median(run => run.Cpu), Median(run => run.PeakBytes));

        T Median<T>(Func<MeasuredRun, T> figure) => all.Select(figure).Order().ElementAt(all.Count / 2);
    }

    public static string PathInRepository(params string[] parts)
    {
        var root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "Hearth.slnx")))
            root = Path.GetDirectoryName(root) ?? throw new InvalidOperationException("The benchmark must run inside the repository.");
        return Path.GetFullPath(Path.Combine([root, .. parts]));
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Wall.TotalSeconds:F3} s | {Cpu.TotalSeconds:F3} s | {PeakBytes / 1e6:F0} MB");

    // VmHWM only grows, so the last value read before the end is the peak but for the last few milliseconds.
    private static long PeakOf(int process)
    {
        try
        {
            var line = File.ReadLines($"/proc/{process}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static unsafe TimeSpan CpuOfEndedChildren()
    {
        // struct rusage begins with two timevals, user and system, of two 64-bit words each.
        var usage = stackalloc long[18];
        if (GetResourceUsage(ChildrenThatEnded, usage) != 0)
            throw new InvalidOperationException("getrusage failed.");
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern unsafe int GetResourceUsage(int who, long* usage);
}
