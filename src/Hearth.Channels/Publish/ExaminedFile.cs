namespace Hearth.Channels.Publish;

/// <summary>An upload that lies on disk, and what the door found. <see cref="GroupPublisher"/> makes and takes them.</summary>
public sealed class ExaminedFile : IDisposable
{
    internal ExaminedFile(ReceivedFile received, PublishRequest request, Examination examination) =>
        (Received, Request, Examination) = (received, request, examination);

    /// <summary>The file.</summary>
    public ReceivedFile Received { get; }

    internal PublishRequest Request { get; }

    internal Examination Examination { get; }

    /// <summary>Deletes what the store did not take over.</summary>
    public void Dispose() => Received.Dispose();
}
