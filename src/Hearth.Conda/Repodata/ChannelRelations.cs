namespace Hearth.Conda.Repodata;

/// <summary>The channels that a channel builds on (CEP 42). Both are relative references that start with <c>../</c>.</summary>
/// <param name="Base">Ranks above the declaring channel.</param>
/// <param name="Overrides">Ranks below the declaring channel.</param>
public sealed record ChannelRelations(string? Base, string? Overrides)
{
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
}
