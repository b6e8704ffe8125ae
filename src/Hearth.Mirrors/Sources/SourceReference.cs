using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Channels.Sources;
using Hearth.Conda.Names;

namespace Hearth.Mirrors.Sources;

/// <summary>
/// A source as a recipe names it, whichever format the recipe has: what it says, and nothing that became of it. Two recipes that say the same
/// have equal texts here.
/// </summary>
public sealed record SourceReference
{
    public const string UrlKind = "url";
    public const string GitKind = "git";
    public const string PathKind = "path";
    public const string SubversionKind = "svn";
    public const string MercurialKind = "hg";

    /// <summary>What cannot be understood: mostly a recipe that was not rendered.</summary>
    public const string UnreadableKind = "unreadable";

    /// <summary>One of the constants.</summary>
    public required string Kind { get; init; }

    /// <summary>Addresses of the same bytes, best first; of a repository, one.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>What the recipe promises, by algorithm.</summary>
    public IReadOnlyDictionary<string, string>? Digests { get; init; }

    /// <summary>The name that the file gets, where the recipe says one.</summary>
    public string? FileName { get; init; }

    /// <summary>The commit, tag or branch of a repository; null for its default branch.</summary>
    public string? Revision { get; init; }

    /// <summary><c>tag</c> or <c>branch</c> where the recipe says which it is; null where it does not.</summary>
    public string? RevisionKind { get; init; }

    /// <summary>Whether the recipe wants large files that git keeps elsewhere (LFS).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WantsLargeFiles { get; init; }

    /// <summary>Why nobody can fetch it, where that is plain from what the recipe says.</summary>
    [JsonIgnore]
    public string? WhyNot { get; init; }

    /// <summary>The digests, the strongest first; those that are none are left out.</summary>
    [JsonIgnore]
    public IReadOnlyList<SourceDigest> Promised =>
        [.. SourceDigest.Algorithms.Where(algorithm => Digests?.ContainsKey(algorithm) == true).Select(algorithm => SourceDigest.TryParse(algorithm, Digests![algorithm], out var digest) ? digest : (SourceDigest?)null).OfType<SourceDigest>()];

    /// <summary>The name of the file: what the recipe says, else the end of its first address.</summary>
    [JsonIgnore]
    public string? File => (FileName is { } given ? LastPart(given) : null) ?? (Kind == UrlKind && Urls is [var first, ..] ? NameIn(first) : null);

    /// <summary>As it is shown: recipes that name passwords and signed addresses show them to nobody here.</summary>
    [JsonIgnore]
    public SourceReference Shown => this with { Urls = [.. Urls.Select(url => UrlSecrets.Redact(url))] };

    /// <summary>What people call it.</summary>
    public override string ToString() => string.Concat(Described.Select(character => char.IsControl(character) ? '\uFFFD' : character));

    private string Described => (Kind, Urls) switch
    {
        (UrlKind, []) => "a source without an address",
        (UrlKind, [var first, ..]) => UrlSecrets.Redact(first),
        (GitKind, []) => $"a repository without an address at {Revision ?? "its default branch"}",
        (GitKind, [var repository, ..]) => $"{UrlSecrets.Redact(repository)} at {Revision ?? "its default branch"}",
        (_, [var place, ..]) => $"{Kind}: {UrlSecrets.Redact(place)}",
        _ => Kind,
    };

    /// <summary>As it is kept, with all that the recipe says.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, SourcesJson.Default.SourceReference);

    /// <exception cref="JsonException">The text is no reference.</exception>
    public static SourceReference Parse(string json) => JsonSerializer.Deserialize(json, SourcesJson.Default.SourceReference) ?? throw new JsonException("A reference is an object.");

    /// <summary>An address as it is written, and as programs write it that tidy it up.</summary>
    internal static IEnumerable<string> SpellingsOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) && address.AbsoluteUri != url ? [url, address.AbsoluteUri] : [url];

    /// <summary>The last part of an address that can be a file name; null if there is none.</summary>
    internal static string? NameIn(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address))
            return null;
        return LastPart(Uri.UnescapeDataString(address.AbsolutePath));
    }

    // Whoever keeps the file under it must not be led elsewhere, nor a terminal that shows it.
    private static string? LastPart(string path)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name is "" or "." or ".." || name.Contains('\\', StringComparison.Ordinal) || name.Any(char.IsControl) ? null : name;
    }
}
