using Hearth.Channels.Live;
using Hearth.Channels.Patches;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Indexing;

/// <summary>What to index and which files to write.</summary>
public sealed record IndexOptions
{
    /// <summary>The channel folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Only these subdirs; empty means all.</summary>
    public IReadOnlyList<string> Subdirs { get; init; } = [];

    /// <summary>The channel's name in titles; the folder's name if not set.</summary>
    public string? ChannelName { get; init; }

    /// <summary>CEP 15: where the packages lie, per subdir below this URL; null if beside the index.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>CEP 42.</summary>
    public ChannelRelations? Relations { get; init; }

    /// <summary>CEP 48: a remark for clients that cannot read revision 3.</summary>
    public string? Revision3Message { get; init; }

    /// <summary>Patches, applied one after the other. None: the <c>patch_instructions.json</c> that lie in the folder apply.</summary>
    public IReadOnlyList<IPatchSource> Patches { get; init; } = [];

    /// <summary>Versions that current_repodata keeps beside the newest: name to version prefixes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> CurrentPins { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Whether to write repodata.json.bz2 for clients of before 2023.</summary>
    public bool Bzip2 { get; init; }

    /// <summary>Whether to write repodata.jlap for clients of before conda 26.3.</summary>
    public bool Jlap { get; init; }

    /// <summary>Whether to write index.html pages and rss.xml.</summary>
    public bool Pages { get; init; } = true;

    /// <summary>The zstd level of repodata.json.zst and run_exports.json.zst.</summary>
    public int MonolithLevel { get; init; } = DefaultMonolithLevel;

    /// <summary>Package files read at the same time.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Whether one bad package file stops the run.</summary>
    public bool Strict { get; init; }

    /// <summary>Whether to wait for another process that indexes the folder; otherwise it is an error.</summary>
    public bool Wait { get; init; } = true;

    /// <inheritdoc cref="CompressedTwin.Level"/>
    public const int DefaultMonolithLevel = CompressedTwin.Level;

    /// <summary>The folder, as an absolute path.</summary>
    public string Root => Path.GetFullPath(Folder);

    /// <summary>Where the channel files go; the folder itself, unless they are made to be compared with those that lie there.</summary>
    internal string Output
    {
        get => field ?? Root;
        init;
    }

    public string Title => ChannelName ?? Path.GetFileName(Path.TrimEndingDirectorySeparator(Root));
}
