using Hearth.Conda.Names;

namespace Hearth.Channels.Search;

/// <summary>What search and the pages know of a name in a channel.</summary>
/// <param name="Name">The name, in lower case.</param>
/// <param name="Version">The newest version.</param>
/// <param name="Summary">One line about it; empty if its packages have none.</param>
/// <param name="License">As the newest package says; empty if it does not.</param>
/// <param name="Built">When the last of its artifacts was built; null if unknown.</param>
/// <param name="Subdirs">Where it is, sorted.</param>
/// <param name="Requires">The names that its newest version depends on, sorted.</param>
public sealed record NameEntry(
    string Name, string Version, string Summary, string License, DateTimeOffset? Built, IReadOnlyList<string> Subdirs, IReadOnlyList<string> Requires)
{
    /// <summary>The summary in lower case, as search compares it.</summary>
    internal string SearchedSummary { get; } = Summary.ToLowerInvariant();

    /// <summary>The labels that list it, sorted; where <c>main</c> is one of them, the rest of the entry is what main has.</summary>
    public IReadOnlyList<string> Labels { get; init; } = [Label.Main.ToString()];

    /// <summary>Whether those who ask for no label see it.</summary>
    public bool IsInMain => Labels.Contains(Label.Main.ToString(), StringComparer.Ordinal);

    /// <summary>Which pairs of characters the name and the summary have.</summary>
    internal CharacterPairs Pairs { get; } = CharacterPairs.Of(Name, Summary.ToLowerInvariant());

    /// <summary>Which characters the name has, for <see cref="EditDistance.MayBeWithin"/>.</summary>
    internal ulong Characters { get; } = EditDistance.CharactersOf(Name);
}
