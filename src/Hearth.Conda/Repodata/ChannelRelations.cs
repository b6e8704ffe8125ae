using System.Text.Json;

namespace Hearth.Conda.Repodata;

/// <summary>The channels that a channel builds on (CEP 42). Both are relative references that start with <c>../</c>.</summary>
/// <param name="Base">Ranks above the declaring channel.</param>
/// <param name="Overrides">Ranks below the declaring channel.</param>
public sealed record ChannelRelations(string? Base, string? Overrides)
{
    /// <summary>What the <c>info</c> of a repodata.json says; null if it says none, or none that may be.</summary>
    /// <exception cref="JsonException">The text is not JSON.</exception>
    public static ChannelRelations? In(ReadOnlySpan<byte> info)
    {
        using var json = JsonDocument.Parse(info.ToArray());
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("channel_relations"u8, out var relations) && relations.ValueKind == JsonValueKind.Object
            ? Of(TextOf(relations, "base"u8), TextOf(relations, "overrides"u8))
            : null;
    }

    /// <summary>Relations as a document says them; null if it says none, or none that may be.</summary>
    public static ChannelRelations? Of(string? @base, string? overrides) =>
        new ChannelRelations(@base, overrides) is var relations && (@base ?? overrides) is not null && relations.Problem() is null ? relations : null;

    /// <summary>What is wrong with the relations, or null (CEP 42 § Channel references).</summary>
    public string? Problem()
    {
        foreach (var reference in (string?[])[Base, Overrides])
        {
            if (reference is not null && reference != ".." && !reference.StartsWith("../", StringComparison.Ordinal))
                return $"a related channel is written relative to this one and starts with '../', unlike '{reference}'";
        }
        return Base is not null && Base.TrimEnd('/') == Overrides?.TrimEnd('/') ? $"base and overrides are both '{Base}'" : null;
    }

    private static string? TextOf(JsonElement relations, ReadOnlySpan<byte> key) =>
        relations.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
