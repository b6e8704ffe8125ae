using Hearth.Channels.History;

namespace Hearth.Channels.Tests.History;

/// <summary>An export target whose power goes after a number of bytes, also in the middle of a file.</summary>
internal sealed class BreakingTarget(IExportTarget target, PowerLeft left) : IExportTarget
{
    // What is half sent when another fails is the store's to throw away; the one of the tests keeps it.
    public int ParallelFiles => 1;

    public Task<bool> HasAsync(ExportedFile file, CancellationToken cancellation) => target.HasAsync(file, cancellation);

    public async Task WriteAsync(ExportedFile file, Stream content, CancellationToken cancellation)
    {
        await using var breaking = new BreakingStream(content, left);
        await target.WriteAsync(file, breaking, cancellation);
    }

    public Task CompleteAsync(CancellationToken cancellation)
    {
        left.ThrowIfNone();
        return target.CompleteAsync(cancellation);
    }

    // A process that is killed tidies nothing up; what a living one leaves is looked at too.
    public ValueTask DisposeAsync() => target.DisposeAsync();
}
