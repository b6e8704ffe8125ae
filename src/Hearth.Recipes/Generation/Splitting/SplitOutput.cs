namespace Hearth.Recipes.Generation.Splitting;

/// <summary>One package of a split.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Part">What it holds.</param>
/// <param name="Files">Its files, sorted; none if it only asks for the others.</param>
/// <param name="Globs">What describes these files, and no other file of the tree.</param>
public sealed record SplitOutput(string Name, FilePart Part, IReadOnlyList<InstalledFile> Files, IReadOnlyList<string> Globs)
{
    /// <summary>Whether it has no files and brings the others together under the old name.</summary>
    public bool IsMeta => Files.Count == 0;
}
