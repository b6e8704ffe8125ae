using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Hearth.Server.Hosting;

/// <summary>What a server answers with: a folder, or managed channels.</summary>
internal interface IServedContent : IAsyncDisposable
{
    /// <summary>The most bytes of a request's body; null leaves it to the endpoints.</summary>
    long? MostBytesOfBody { get; }

    /// <summary>The path of each channel, without a slash at either end; empty for a channel at the root.</summary>
    IReadOnlyList<string> ChannelPaths { get; }

    /// <summary>Registers what the pipeline needs.</summary>
    void Add(IServiceCollection services);

    /// <summary>Puts the answers into the pipeline.</summary>
    void Map(WebApplication app);

    /// <summary>What has to go on beside the answers, until cancelled.</summary>
    Task RunAsync(CancellationToken cancellation);
}
