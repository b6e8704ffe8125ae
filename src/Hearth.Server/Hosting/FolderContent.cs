using Hearth.Server.Folders;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hearth.Server.Hosting;

/// <summary>A channel folder, or a folder of channels.</summary>
internal sealed class FolderContent(string folder, ServeOptions options) : IServedContent
{
    // Nothing is uploaded here.
    public long? MostBytesOfBody => 0;

    public IReadOnlyList<string> ChannelPaths => ServedChannels.In(folder);

    public void Add(IServiceCollection services)
    {
        // A folder needs nothing.
    }

    public void Map(WebApplication app)
    {
        var files = new ChannelFolder(folder, options.ArtifactsNeverChange, options.Clock);
        app.Run(new FolderEndpoint(files, new HotFiles(files, options.MostBytesInMemory, options.FreshFor, options.Clock)).AnswerAsync);
    }

    public Task RunAsync(CancellationToken cancellation) => options.BackgroundWork?.Invoke(cancellation) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
