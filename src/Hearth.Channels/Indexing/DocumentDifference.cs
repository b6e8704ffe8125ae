using System.Text;
using System.Text.Json;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Indexing;

/// <summary>One entry that two documents of repodata's shape do not have alike.</summary>
/// <param name="Key">The key of a record, or of another member of the document.</param>
/// <param name="File">The file that a record describes; null for other members.</param>
/// <param name="Present">What the one document has; null if nothing.</param>
/// <param name="Wanted">What the other one has; null if nothing.</param>
internal sealed record DocumentDifference(string Key, string? File, ReadOnlyMemory<byte>? Present, ReadOnlyMemory<byte>? Wanted)
{
    /// <summary>Compares two documents of any order and spelling; of the entries that are alike only digests are held.</summary>
    /// <exception cref="JsonException">A document is not of repodata's shape.</exception>
    public static IReadOnlyList<DocumentDifference> Between(string present, string wanted)
    {
        var digests = new Dictionary<(RecordGroup?, string), Sha256>();
        Visit(present, (place, json) => digests[place] = Sha256.Of(json));
        var differences = new Dictionary<(RecordGroup? Group, string Key), DocumentDifference>();
        Visit(wanted, (place, json) =>
        {
            if (!digests.Remove(place, out var digest) || digest != Sha256.Of(json))
                differences[place] = new(place.Key, FileOf(place), null, json);
        });
        foreach (var place in digests.Keys)
            differences[place] = new(place.Item2, FileOf(place), null, null);
        if (differences.Count > 0)
        {
            Visit(present, (place, json) =>
            {
                if (differences.TryGetValue(place, out var difference))
                    differences[place] = difference with { Present = json };
            });
        }
        return [.. differences.OrderBy(difference => difference.Key.Group).ThenBy(difference => difference.Key.Key, StringComparer.Ordinal).Select(difference => difference.Value)];
    }

    /// <summary>The fields in which two records differ, sorted.</summary>
    public IReadOnlyList<string> Fields()
    {
        if (Present is not { } old || Wanted is not { } made || old.Span is not [(byte)'{', ..] || made.Span is not [(byte)'{', ..])
            return [];
        var (present, wanted) = (PackageRecord.FromCanonical(old), PackageRecord.FromCanonical(made));
        return
        [
            .. present.FieldNames.Union(wanted.FieldNames, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Where(field => !present.Raw(Encoding.UTF8.GetBytes(field)).SequenceEqual(wanted.Raw(Encoding.UTF8.GetBytes(field)))),
        ];
    }

    private static string? FileOf((RecordGroup? Group, string Key) place) => place.Group?.FileOf(place.Key);

    private static void Visit(string path, Action<(RecordGroup? Group, string Key), byte[]> visit)
    {
        using var reader = new RepodataReader(System.IO.File.OpenRead(path));
        while (reader.Read())
            visit((reader.Entry == RepodataEntry.Record ? reader.Group : null, reader.Key), CanonicalJson.Rewrite(reader.Value));
    }
}
