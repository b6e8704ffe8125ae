using System.Globalization;

namespace Hearth.Cli.Output;

/// <summary>
/// Progress of a job over many files, on stderr: a line redrawn in place on a terminal, a plain line every few seconds elsewhere.
/// </summary>
internal sealed class FileProgress(CommandOutput output, int files, TimeProvider? time = null)
{
    private static readonly TimeSpan TerminalPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PlainPause = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly long _started = (time ?? TimeProvider.System).GetTimestamp();
    private readonly Lock _lock = new();
    private TimeSpan _shown;
    private int _done;
    private long _bytes;

    /// <summary>One file more is done.</summary>
    public void Advance(long bytes)
    {
        lock (_lock)
        {
            _done++;
            _bytes += bytes;
            var elapsed = _time.GetElapsedTime(_started);
            if (elapsed - _shown < (output.IsInteractive ? TerminalPause : PlainPause))
                return;
            _shown = elapsed;
            Show(elapsed);
        }
    }

    /// <summary>Ends the line.</summary>
    public void Finish()
    {
        if (output.IsInteractive && !output.IsQuiet && _shown > TimeSpan.Zero)
            output.Messages.WriteLine();
    }

    private void Show(TimeSpan elapsed)
    {
        if (output.IsQuiet)
            return;
        var left = elapsed * (files - _done) / Math.Max(1, _done);
        var rate = _bytes / Math.Max(0.001, elapsed.TotalSeconds) / 1_000_000;
        var line = string.Create(CultureInfo.InvariantCulture, $"{_done} of {files} files, {_bytes / 1e6:F1} MB, {rate:F1} MB/s, {left:hh\\:mm\\:ss} left");
        if (output.IsInteractive)
            output.Messages.Write($"\r{line}\u001b[K");
        else
            output.Messages.WriteLine(line);
    }
}
