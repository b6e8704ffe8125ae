using Hearth.Recipes.Linting;

namespace Hearth.Recipes.Generation.Drafts;

/// <summary>What a recipe says about the project.</summary>
public sealed record DraftAbout
{
    public string? HomePage { get; init; }

    public string? Summary { get; init; }

    public string? Description { get; init; }

    /// <summary>An SPDX expression.</summary>
    public string? Licence { get; init; }

    public IReadOnlyList<string> LicenceFiles { get; init; } = [];

    /// <summary>Licence texts that lie in the build environment, relative to it; both formats name them in their own way.</summary>
    public IReadOnlyList<string> LicenceFilesOfHost { get; init; } = [];

    public string? Documentation { get; init; }

    public string? Repository { get; init; }

    /// <summary>The same as recipes have it: addresses that are links, encrypted where the host is known to; a summary of one line, what is longer as description.</summary>
    public DraftAbout Tidied()
    {
        var summary = OneLine(Summary);
        var whole = string.Join(' ', Words(Summary));
        return this with
        {
            HomePage = Link(HomePage),
            Documentation = Link(Documentation),
            Repository = Link(Repository),
            Summary = summary,
            Description = Description is null ? (summary == whole ? null : whole) : OneLine(Description) == summary ? null : Description,
        };
    }

    private static string? Link(string? address) =>
        address?.Trim() is { } text && (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) && !text.Any(char.IsWhiteSpace)
            ? AboutRules.Encrypted(text)
            : null;

    private static string[] Words(string? text) => text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    // What is too long ends behind a sentence, or else behind a word.
    private static string? OneLine(string? text)
    {
        var line = string.Join(' ', Words(text));
        if (line.Length <= AboutRules.LongestSummary)
            return line.Length == 0 ? null : line;
        var start = line[..(AboutRules.LongestSummary - 1)];
        return start.LastIndexOf(". ", StringComparison.Ordinal) is > 0 and var sentence ? start[..(sentence + 1)]
            : $"{start[..(start.LastIndexOf(' ') is > 0 and var word ? word : start.Length)]}…";
    }
}
