using Hearth.Channels;
using Hearth.Channels.Sources;
using Hearth.Conda.Names;

namespace Hearth.Mirrors.Sources;

/// <summary>A source with all its names.</summary>
/// <param name="Source">The source.</param>
/// <param name="Urls">Addresses that it was at, sorted; of secrets in them, masks.</param>
/// <param name="Files">Names of its file, sorted.</param>
/// <param name="Packages">Packages that were built from it, sorted.</param>
public sealed record ListedSource(ArchivedSource Source, IReadOnlyList<string> Urls, IReadOnlyList<string> Files, IReadOnlyList<string> Packages)
{
    /// <summary>Looks its names up.</summary>
    public static async Task<ListedSource> OfAsync(ChannelStore store, ArchivedSource source, CancellationToken cancellation)
    {
        var names = (await new SourceArchive(store).NamesOfAsync(source.Sha256, cancellation)).ToLookup(name => name.Kind, name => name.Value);
        return new ListedSource(source, [.. names[SourceAlias.Url].Union(names[SourceAlias.ToldUrl]).Order(StringComparer.Ordinal).Select(url => UrlSecrets.Redact(url))], [.. names[SourceAlias.File]], [.. names[SourceAlias.Package]]);
    }

    /// <summary>All sources, in order of arrival.</summary>
    public static async IAsyncEnumerable<ListedSource> AllAsync(ChannelStore store, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        const int AtATime = 500;
        var archive = new SourceArchive(store);
        ArchivedSource? last = null;
        while (await archive.ListAsync(last, AtATime, cancellation) is { Count: > 0 } page)
        {
            foreach (var source in page)
                yield return await OfAsync(store, source, cancellation);
            last = page[^1];
        }
    }
}
