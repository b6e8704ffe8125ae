using Hearth.Foundation.Hashing;

namespace Hearth.Server.Folders;

/// <summary>How long clients and caches may use a file without asking again (wire-formats §1).</summary>
internal sealed class CachePolicy
{
    /// <summary>A shard: its name is its hash, so the bytes under that name never change.</summary>
    public static readonly CachePolicy Immutable = new("max-age=31536000, immutable");

    /// <summary>Shard indexes and JLAP: small, and what clients ask for first.</summary>
    public static readonly CachePolicy Minute = new("max-age=60");

    /// <summary>repodata and all other files about the channel.</summary>
    public static readonly CachePolicy FiveMinutes = new("max-age=300");

    /// <summary>Kept, but asked about each time: what may be replaced under the same name, and answers that may soon differ.</summary>
    public static readonly CachePolicy AskEachTime = new("no-cache");

    private const string ShardSuffix = ".msgpack.zst";

    private CachePolicy(string directives)
    {
        Public = $"public, {directives}";
        Private = $"private, {directives}";
    }

    /// <summary>The value of <c>Cache-Control</c> for anyone's request.</summary>
    public string Public { get; }

    /// <summary>The value for a request whose URL holds a token: no shared cache may keep the answer.</summary>
    public string Private { get; }

    /// <summary>The policy for a file by its name.</summary>
    /// <param name="path">The path of the file below the root.</param>
    /// <param name="artifactsNeverChange">Whether nobody overwrites an artifact that was once served.</param>
    public static CachePolicy Of(ReadOnlySpan<char> path, bool artifactsNeverChange)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (name.EndsWith(ShardSuffix, StringComparison.Ordinal))
            return Sha256.TryParse(name[..^ShardSuffix.Length], null, out _) ? Immutable : Minute;
        if (name.EndsWith(".jlap", StringComparison.Ordinal))
            return Minute;
        if (IsArtifact(name))
            return artifactsNeverChange ? Immutable : AskEachTime;
        return FiveMinutes;
    }

    private static bool IsArtifact(ReadOnlySpan<char> name) =>
        name.EndsWith(".conda", StringComparison.Ordinal)
        || name.EndsWith(".tar.bz2", StringComparison.Ordinal)
        || name.EndsWith(".whl", StringComparison.Ordinal);
}
