using System.Diagnostics;
using System.Globalization;

namespace Hearth.Bench.Scenarios;

/// <summary>What a running process takes from one moment on: processor time, and the most memory it holds. Linux only.</summary>
internal sealed class ProcessGauge
{
    private readonly int _process;
    private readonly TimeSpan _cpuBefore;
    private readonly long _started = Stopwatch.GetTimestamp();

    private ProcessGauge(int process)
    {
        _process = process;
        // proc(5): 5 sets the peak to what is held now.
        File.WriteAllText($"/proc/{process}/clear_refs", "5");
        _cpuBefore = CpuNow();
    }

    public static ProcessGauge Of(Process process) => new(process.Id);

    /// <summary>Of this process, once it holds no garbage.</summary>
    public static ProcessGauge OfThis()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return new ProcessGauge(Environment.ProcessId);
    }

    public TimeSpan Wall => Stopwatch.GetElapsedTime(_started);

    public TimeSpan Cpu => CpuNow() - _cpuBefore;

    /// <summary>In bytes.</summary>
    public long Peak =>
        long.Parse(File.ReadLines($"/proc/{_process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) * 1024;

    private TimeSpan CpuNow()
    {
        using var process = Process.GetProcessById(_process);
        return process.TotalProcessorTime;
    }
}
