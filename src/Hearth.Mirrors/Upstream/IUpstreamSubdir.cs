using Hearth.Conda.Repodata;

namespace Hearth.Mirrors.Upstream;

/// <summary>The records of a subdir elsewhere, by name.</summary>
public interface IUpstreamSubdir
{
    /// <summary>The subdir.</summary>
    string Subdir { get; }

    /// <summary>Where its packages lie, relative to the channel or absolute; ends in <c>/</c>.</summary>
    string Packages { get; }

    /// <summary>The channels that its channel builds on, as written there (CEP 42); null if it says none.</summary>
    ChannelRelations? Relations { get; }

    /// <summary>Every name, sorted.</summary>
    IReadOnlyList<string> Names { get; }

    /// <summary>The records of a name by file name, each file once; none if the subdir has no such name.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">They had to be asked for, and could not be had.</exception>
    ValueTask<IReadOnlyList<UpstreamRecord>> RecordsOfAsync(string name, CancellationToken cancellation);

    /// <summary>What was read of the subdir so far, in the shape of repodata.json; each name is in one document. Disposed by the caller.</summary>
    IEnumerable<Stream> OpenDocuments();

    /// <summary>
    /// Every record of some groups that was read of the subdir so far, those of a name together if the source lists them in order: the same reader or one
    /// of several, which stands at the record until the next is asked for.
    /// </summary>
    IEnumerable<RepodataReader> ReadRecords(IReadOnlyCollection<RecordGroup> groups);
}
