using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>What a page shows inside the frame that all pages share.</summary>
/// <param name="Title">Its heading in tabs and bookmarks.</param>
/// <param name="Main">What stands between header and footer.</param>
internal sealed record PageContent(string Title, Html Main)
{
    /// <summary>The way to it from the start page: what each step is called and where it leads.</summary>
    public IReadOnlyList<(string Text, string Address)> Trail { get; init; } = [];

    /// <summary>The channel that it is about; null for pages of the instance.</summary>
    public string? Channel { get; init; }

    /// <summary>The part of the channel that it belongs to, as the channel's navigation calls it.</summary>
    public string? Section { get; init; }

    /// <summary>The revision that it shows; null where it shows several channels.</summary>
    public long? Revision { get; init; }

    /// <summary>The moment of the past that it shows; null for now.</summary>
    public AsOfDocument? AsOf { get; init; }

    /// <summary>Where a page of the past leads for the present, if that is not the page itself.</summary>
    public string? Now { get; init; }

    /// <summary>Whether it can be shown as of a moment of the past.</summary>
    public bool HasPast { get; init; }

    /// <summary>The Atom feed of the same; null if there is none.</summary>
    public string? Feed { get; init; }

    /// <summary>What the search field holds.</summary>
    public string Query { get; init; } = "";
}
