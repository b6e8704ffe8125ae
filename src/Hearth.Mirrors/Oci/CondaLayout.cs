using System.Text;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Oci;

/// <summary>
/// The layout in use for conda channels in registries: a repository for each name of a subdir, a tag for each version and build, and
/// <c>SUBDIR/repodata.json:latest</c>. Where it says nothing, a file is a repository of its own name with the tag <c>latest</c>, which is where
/// clients look for it.
/// </summary>
public static class CondaLayout
{
    /// <summary>The tag of what changes.</summary>
    public const string Latest = "latest";

    private const string Repodata = "repodata.json";
    private const string ShardIndex = "repodata_shards.msgpack.zst";
    private const string ShardEnd = ".msgpack.zst";

    // No part of a repository's name starts with '_', as some names of packages do.
    private const string Underscored = "zzz";

    private static readonly (string Character, string Escape)[] Escapes = [("+", "__p__"), ("!", "__e__"), ("=", "__eq__")];

    /// <summary>The place of a file.</summary>
    /// <param name="path">Relative to the channel.</param>
    public static OciPlace PlaceOf(string path)
    {
        var slash = path.LastIndexOf('/');
        var (folder, file) = slash < 0 ? ("", path) : (path[..slash], path[(slash + 1)..]);
        if (slash > 0 && ArtifactFileName.TryParseLenient(file, out var name))
            return new OciPlace($"{folder}/{RepositoryOf(name.NameText)}", TagOf(name), name.Format == ArchiveFormat.Conda ? OciMediaType.PackageConda : OciMediaType.PackageTarBz2);
        if (DigestOf(path) is { } shard)
            return new OciPlace(folder, shard.ToString(), OciMediaType.Shards);
        return file switch
        {
            Repodata => new OciPlace(path, Latest, OciMediaType.Repodata),
            Repodata + ".zst" => new OciPlace($"{folder}/{Repodata}", Latest, OciMediaType.RepodataZst),
            Repodata + ".bz2" => new OciPlace($"{folder}/{Repodata}", Latest, OciMediaType.RepodataBz2),
            ShardIndex => new OciPlace($"{folder}/{Repodata}", Latest, OciMediaType.Shards),
            _ => new OciPlace(path, Latest, TypeOf(file)),
        };
    }

    /// <summary>The digest that a shard is named by; null if the path is no shard's.</summary>
    public static Sha256? DigestOf(string path)
    {
        var parts = path.Split('/');
        return parts.Length >= 2 && parts[^2] == "shards" && parts[^1].EndsWith(ShardEnd, StringComparison.Ordinal) && Sha256.TryParse(parts[^1].AsSpan(..^ShardEnd.Length), null, out var digest) ? digest : null;
    }

    /// <summary>Says what keeps a file from having a place; null if nothing does.</summary>
    /// <param name="path">Relative to the channel.</param>
    /// <param name="root">What the names of the channel's repositories start with.</param>
    public static string? Problem(string path, string root)
    {
        var place = PlaceOf(path);
        if (RepositoryName.Problem($"{root}/{place.Repository}") is { } wrong)
            return wrong;
        // It would be taken for the name that starts with the underscore.
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.StartsWith(Underscored + "_", StringComparison.Ordinal) && place.MediaType is OciMediaType.PackageConda or OciMediaType.PackageTarBz2
            ? $"a name that starts with '{Underscored}_' stands for one that starts with '_'"
            : RepositoryName.TagProblem(place.Tag);
    }

    private static string RepositoryOf(ReadOnlySpan<char> name) => name is ['_', ..] ? $"{Underscored}{name}" : name.ToString();

    // What is too long for a tag is named by its digest; the layer says what it is.
    private static string TagOf(ArtifactFileName file)
    {
        var tag = $"{file.VersionText}-{file.BuildText}";
        foreach (var (character, escape) in Escapes)
            tag = tag.Replace(character, escape, StringComparison.Ordinal);
        return tag.Length <= RepositoryName.MaxTagLength ? tag : $"h{Sha256.Of(Encoding.UTF8.GetBytes(tag))}";
    }

    private static string TypeOf(string file) => Path.GetExtension(file) switch
    {
        ".json" => "application/json",
        ".zst" => "application/zstd",
        ".bz2" => "application/x-bzip2",
        ".xml" => "application/xml",
        _ => "application/octet-stream",
    };
}
