namespace Hearth.Channels.Jobs;

/// <summary>How far a job is, told by the work and read by who reports it.</summary>
internal sealed class JobProgress : IProgress<(int Done, int Total)>
{
    private long _state;

    public (int Done, int Total) Now => Volatile.Read(ref _state) is var state ? ((int)(state >> 32), (int)state) : default;

    public void Report((int Done, int Total) value) => Volatile.Write(ref _state, ((long)value.Done << 32) | (uint)value.Total);
}
