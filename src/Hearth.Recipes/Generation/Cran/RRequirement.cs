namespace Hearth.Recipes.Generation.Cran;

/// <summary>One package that an R package names, perhaps with a bound: <c>dplyr (>= 1.0.0)</c>.</summary>
/// <param name="Name">In R's own case.</param>
/// <param name="Constraint">As a conda version spec, such as <c>>=0.7_5</c>; empty for any version.</param>
public sealed record RRequirement(string Name, string Constraint)
{
    /// <summary>Reads a list between commas; what is no requirement goes to <paramref name="problems"/>.</summary>
    public static IReadOnlyList<RRequirement> ReadList(string? field, ICollection<string> problems)
    {
        var requirements = new List<RRequirement>();
        foreach (var part in (field ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (Read(part) is { } requirement)
                requirements.Add(requirement);
            else
                problems.Add(part);
        }
        return requirements;
    }

    private static RRequirement? Read(string text)
    {
        var open = text.IndexOf('(');
        var name = (open < 0 ? text : text[..open]).Trim();
        if (name.Length == 0 || !char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '.'))
            return null;
        if (open < 0)
            return new RRequirement(name, "");
        var inside = text[(open + 1)..].TrimEnd(')').Trim();
        var sign = new string([.. inside.TakeWhile(c => c is '<' or '>' or '=' or '!')]);
        var version = CranVersion.ToConda(inside[sign.Length..].Trim());
        // R writes '<<' and '>>' for '<' and '>' where Debian does.
        sign = sign switch { "<<" => "<", ">>" => ">", "=" => "==", _ => sign };
        return version.Length > 0 && sign is ">=" or ">" or "<" or "<=" or "==" or "!=" ? new RRequirement(name, $"{sign}{version}") : new RRequirement(name, "");
    }
}
