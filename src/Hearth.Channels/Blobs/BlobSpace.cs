namespace Hearth.Channels.Blobs;

/// <summary>
/// One of the drawers of a blob store. Artifacts are shared by all channels; what shows a channel's content is in a drawer of
/// its own, so that knowing a digest never opens another channel's files.
/// </summary>
public readonly record struct BlobSpace
{
    private BlobSpace(string name) => Name = name;

    /// <summary>Lower-case letters, digits, '-' and '/': part of a path and of an object key.</summary>
    public string Name { get; }

    /// <summary>Packages, under their SHA-256.</summary>
    public static BlobSpace Artifacts { get; } = new("artifacts");

    /// <summary>What packages were built from, under its SHA-256. Nothing here is deleted but by a takedown.</summary>
    public static BlobSpace Sources { get; } = new("sources");

    /// <summary>The pieces of an upload; a drawer of its own, so that no other upload counts on what this one throws away.</summary>
    public static BlobSpace PiecesOf(string upload) => new($"uploads/{upload}");

    /// <summary>The shards of a channel.</summary>
    public static BlobSpace ShardsOf(long channel) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"channels/{channel}/shards"));

    /// <summary>The indexes and documents of a channel.</summary>
    public static BlobSpace ViewsOf(long channel) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"channels/{channel}/views"));

    /// <summary>A drawer that was named before, as listed or stored.</summary>
    public static BlobSpace Named(string name) => new(name);

    public override string ToString() => Name;
}
