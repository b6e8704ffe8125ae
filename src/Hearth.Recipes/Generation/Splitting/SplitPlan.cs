namespace Hearth.Recipes.Generation.Splitting;

/// <summary>
/// How an installed tree becomes several packages (CFEP-18): <c>libNAME</c> to run, <c>libNAME-devel</c> to compile, <c>libNAME-static</c>, programs under the name
/// itself. Every file lies in exactly one of them; <see cref="Misplaced"/> proves it.
/// </summary>
public sealed record SplitPlan
{
    public required string Name { get; init; }

    /// <summary>In the order in which they depend on each other.</summary>
    public required IReadOnlyList<SplitOutput> Outputs { get; init; }

    /// <summary>How far users of the library may go on from the version they were built with, as an upper bound of a pin: <c>x</c>, <c>x.x</c>, ….</summary>
    public required string UpperBound { get; init; }

    public SplitOutput? Find(FilePart part) => Outputs.FirstOrDefault(output => output.Part == part && !output.IsMeta);

    /// <summary>Plans the split of a tree.</summary>
    /// <param name="name">The package as it is now.</param>
    /// <param name="version">Its version, for the pin.</param>
    /// <param name="files">All files but the package's own metadata.</param>
    public static SplitPlan Of(string name, string version, IReadOnlyList<InstalledFile> files)
    {
        var sorted = files.OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        var parts = new FileParts(sorted);
        var byPart = sorted.ToLookup(parts.Of);
        var outputs = new List<SplitOutput>();
        foreach (var part in Enum.GetValues<FilePart>().Where(byPart.Contains))
        {
            var own = byPart[part].ToList();
            outputs.Add(new SplitOutput(NameOf(name, part), part, own, FileGlobs.Of(own, [.. sorted.Where(file => parts.Of(file) != part)])));
        }
        if (!outputs.Any(output => output.Name == name))
            outputs.Add(new SplitOutput(name, FilePart.Tools, [], []));
        return new SplitPlan { Name = name, Outputs = outputs, UpperBound = SharedVersion.UpperBound(version, byPart[FilePart.Runtime]) };
    }

    /// <summary>The files that not exactly one output's globs take, each with the names of those that do; empty if the plan is right.</summary>
    public IReadOnlyList<KeyValuePair<InstalledFile, IReadOnlyList<string>>> Misplaced(IEnumerable<InstalledFile> files)
    {
        var misplaced = new List<KeyValuePair<InstalledFile, IReadOnlyList<string>>>();
        foreach (var file in files)
        {
            var takers = Outputs.Where(output => output.Globs.Any(glob => PathGlob.Matches(glob, file.Path))).Select(output => output.Name).ToList();
            if (takers.Count != 1)
                misplaced.Add(KeyValuePair.Create(file, (IReadOnlyList<string>)takers));
        }
        return misplaced;
    }

    private static string NameOf(string name, FilePart part)
    {
        var stem = name.StartsWith("lib", StringComparison.Ordinal) && name.Length > 3 ? name[3..].TrimStart('-', '_') : name;
        var library = name.StartsWith("lib", StringComparison.Ordinal) ? name : $"lib{name}";
        return part switch
        {
            FilePart.Runtime => library,
            FilePart.Development => $"{library}-devel",
            FilePart.Static => $"{library}-static",
            FilePart.Python => $"python-{stem}",
            _ => name == library ? $"{stem}-tools" : name,
        };
    }
}
