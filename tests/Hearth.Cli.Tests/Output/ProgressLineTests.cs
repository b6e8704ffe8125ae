using Hearth.Cli.Output;

namespace Hearth.Cli.Tests.Output;

public sealed class ProgressLineTests
{
    [Theory]
    [InlineData(0, 0, 0, 0, 0, 5, "copying")]
    [InlineData(2, 4, 0, 0, 0, 10, "copying 2/4, 0:00:10 left")]
    [InlineData(2, 4, 30_000_000, 0, 0, 10, "copying 2/4, 30.0 MB at 3.0 MB/s, 0:00:10 left")]
    // Of files of different sizes the bytes tell how long it takes, also before the first is whole.
    [InlineData(0, 4, 30_000_000, 90_000_000, 0, 10, "copying 0/4, 30.0 MB of 90.0 MB at 3.0 MB/s, 0:00:20 left")]
    [InlineData(4, 4, 90_000_000, 90_000_000, 0, 10, "copying 4/4, 90.0 MB of 90.0 MB at 9.0 MB/s")]
    // What was there before the activity began took none of its time.
    [InlineData(1, 4, 60_000_000, 90_000_000, 30_000_000, 10, "copying 1/4, 60.0 MB of 90.0 MB at 3.0 MB/s, 0:00:10 left")]
    // Of an instant no rate is known: once there stood one of terabytes.
    [InlineData(1, 4, 30_000_000, 0, 0, 0.000_001, "copying 1/4, 30.0 MB")]
    public void It_says_how_far_how_fast_and_how_long(long done, long all, long bytes, long allBytes, long before, double seconds, string text) =>
        Assert.Equal(text, ProgressLine.Describe("copying", (done, all), (bytes, allBytes), before, TimeSpan.FromSeconds(seconds)));
}
