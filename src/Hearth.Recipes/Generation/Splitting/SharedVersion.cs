namespace Hearth.Recipes.Generation.Splitting;

/// <summary>What the names of shared libraries promise about compatibility.</summary>
internal static class SharedVersion
{
    /// <summary>
    /// The bound up to which programs built against this version go on to work: as many numbers as the library's name has of the version, <c>x</c> for
    /// <c>libfoo.so.1</c> of version 1.4. Names whose number has nothing to do with the version, and no number at all, promise nothing: the version stays.
    /// </summary>
    public static string UpperBound(string version, IEnumerable<InstalledFile> runtime)
    {
        var numbers = version.Split('.', '_', '-');
        var known = runtime.Select(file => Number(file.Name)).Where(number => number is not null).Select(number => number!.Split('.')).ToList();
        if (known.Count == 0)
            return "x.x.x";
        // What programs ask for is the shortest of 'libfoo.so.1' and 'libfoo.so.1.4.2'.
        var shortest = known.MinBy(parts => parts.Length)!;
        var shared = shortest.Zip(numbers).TakeWhile(pair => pair.First == pair.Second).Count();
        return shared switch
        {
            0 => numbers.Length > 2 ? "x.x" : "x",
            1 => "x",
            2 => "x.x",
            _ => "x.x.x",
        };
    }

    private static string? Number(string name)
    {
        if (name.IndexOf(".so.", StringComparison.Ordinal) is > 0 and var so)
            return name[(so + 4)..];
        if (!name.EndsWith(".dylib", StringComparison.Ordinal) || name.IndexOf('.') is var dot && dot >= name.Length - ".dylib".Length)
            return null;
        return name[(dot + 1)..^".dylib".Length];
    }
}
