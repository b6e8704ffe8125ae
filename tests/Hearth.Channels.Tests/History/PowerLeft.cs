namespace Hearth.Channels.Tests.History;

/// <summary>How many bytes may still be read before the power goes.</summary>
internal sealed class PowerLeft(long bytes)
{
    private long _left = bytes;

    public long ThrowIfNone() => Interlocked.Read(ref _left) is > 0 and var left ? left : throw new IOException("the power is gone");

    public void Take(long bytes) => Interlocked.Add(ref _left, -bytes);
}
