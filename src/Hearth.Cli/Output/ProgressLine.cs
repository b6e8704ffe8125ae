using System.Diagnostics;
using System.Globalization;

namespace Hearth.Cli.Output;

/// <summary>
/// One line that says how far a long job is, with rate and time left: redrawn in place on a terminal, a line of its own every
/// few seconds elsewhere. Goes to stderr; silent with <c>-q</c>.
/// </summary>
internal sealed class ProgressLine(CommandOutput output) : IDisposable
{
    private static readonly TimeSpan OnTerminal = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Elsewhere = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _lastShown = Stopwatch.GetTimestamp();
    private string _activity = "";
    private long _activityStarted = Stopwatch.GetTimestamp();
    private bool _drawn;

    /// <summary>Says how far the job is. Thread-safe, and cheap enough for every file.</summary>
    /// <param name="activity">What is being done, such as <c>linux-64: reading</c>.</param>
    /// <param name="done">Items done.</param>
    /// <param name="total">All items; 0 if not known.</param>
    /// <param name="bytes">Bytes done; 0 if they do not matter.</param>
    public void Show(string activity, long done = 0, long total = 0, long bytes = 0)
    {
        if (output.IsQuiet)
            return;
        lock (_gate)
        {
            if (activity != _activity)
                (_activity, _activityStarted) = (activity, Stopwatch.GetTimestamp());
            if (Stopwatch.GetElapsedTime(_lastShown) < (output.IsInteractive ? OnTerminal : Elsewhere))
                return;
            _lastShown = Stopwatch.GetTimestamp();
            Write(Describe(done, total, bytes, Stopwatch.GetElapsedTime(_activityStarted)));
        }
    }

    public void Dispose()
    {
        if (_drawn)
            output.Messages.Write("\r\e[K");
    }

    /// <summary>Bytes for people, in powers of 1000.</summary>
    public static string Size(double bytes) => bytes switch
    {
        < 1e3 => string.Create(CultureInfo.InvariantCulture, $"{bytes:f0} B"),
        < 1e6 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:f1} kB"),
        < 1e9 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:f1} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:f2} GB"),
    };

    private string Describe(long done, long total, long bytes, TimeSpan elapsed)
    {
        var text = _activity;
        if (total > 0)
            text += string.Create(CultureInfo.InvariantCulture, $" {done:n0}/{total:n0}");
        if (bytes > 0)
            text += $", {Size(bytes)} at {Size(bytes / elapsed.TotalSeconds)}/s";
        if (done > 0 && total > done && elapsed > OnTerminal)
            text += string.Create(CultureInfo.InvariantCulture, $", {elapsed * ((double)(total - done) / done):h\\:mm\\:ss} left");
        return text;
    }

    private void Write(string text)
    {
        if (!output.IsInteractive)
        {
            output.Messages.WriteLine(string.Create(CultureInfo.InvariantCulture, $"[{Stopwatch.GetElapsedTime(_started).TotalSeconds,5:f0} s] {text}"));
            return;
        }
        _drawn = true;
        output.Messages.Write($"\r\e[K{text}");
    }
}
