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
    private long _bytesBefore;
    private bool _drawn;

    /// <summary>Says how far the job is. Thread-safe, and cheap enough for every file.</summary>
    /// <param name="activity">What is being done, such as <c>linux-64: reading</c>.</param>
    /// <param name="done">Items done.</param>
    /// <param name="total">All items; 0 if not known.</param>
    /// <param name="bytes">Bytes done; 0 if they do not matter.</param>
    /// <param name="allBytes">All bytes, if they tell how long it takes; 0 if not known.</param>
    public void Show(string activity, long done = 0, long total = 0, long bytes = 0, long allBytes = 0)
    {
        if (output.IsQuiet)
            return;
        lock (_gate)
        {
            if (activity != _activity)
                (_activity, _activityStarted, _bytesBefore) = (activity, Stopwatch.GetTimestamp(), bytes);
            if (Stopwatch.GetElapsedTime(_lastShown) < (output.IsInteractive ? OnTerminal : Elsewhere))
                return;
            _lastShown = Stopwatch.GetTimestamp();
            Write(Describe(activity, (done, total), (bytes, allBytes), _bytesBefore, Stopwatch.GetElapsedTime(_activityStarted)));
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

    /// <summary>What the line says.</summary>
    /// <param name="activity">What is being done.</param>
    /// <param name="items">Items done, of all.</param>
    /// <param name="bytes">Bytes done, of all.</param>
    /// <param name="bytesBefore">Bytes that were done when the activity began.</param>
    /// <param name="elapsed">How long it has gone on.</param>
    internal static string Describe(string activity, (long Done, long All) items, (long Done, long All) bytes, long bytesBefore, TimeSpan elapsed)
    {
        var text = activity;
        if (items.All > 0)
            text += string.Create(CultureInfo.InvariantCulture, $" {items.Done:n0}/{items.All:n0}");
        if (bytes.Done > 0)
            text += $", {Size(bytes.Done)}{(bytes.All > 0 ? $" of {Size(bytes.All)}" : "")}";
        // Of an instant no rate is known.
        if (elapsed <= OnTerminal)
            return text;
        if (bytes.Done > bytesBefore)
            text += $" at {Size((bytes.Done - bytesBefore) / elapsed.TotalSeconds)}/s";
        var (done, all) = bytes.All > 0 ? (bytes.Done - bytesBefore, bytes.All - bytesBefore) : items;
        if (done > 0 && all > done)
            text += string.Create(CultureInfo.InvariantCulture, $", {elapsed * ((double)(all - done) / done):h\\:mm\\:ss} left");
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
