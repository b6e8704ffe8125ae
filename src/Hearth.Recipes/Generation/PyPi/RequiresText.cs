namespace Hearth.Recipes.Generation.PyPi;

/// <summary>A <c>requires.txt</c> of setuptools: requirements, then sections <c>[extra]</c>, <c>[:marker]</c> or <c>[extra:marker]</c>.</summary>
public static class RequiresText
{
    /// <summary>Each line as a requirement whose marker carries the section; and the lines that are none.</summary>
    public static (IReadOnlyList<PythonRequirement> Requirements, IReadOnlyList<string> Problems) Read(string text)
    {
        var requirements = new List<PythonRequirement>();
        var problems = new List<string>();
        var section = MarkerExpression.True;
        foreach (var line in text.EnumerateLines())
        {
            var trimmed = line.Trim();
            if (trimmed.IsEmpty || trimmed[0] == '#')
                continue;
            if (trimmed[0] == '[' && trimmed[^1] == ']')
            {
                if (Section(trimmed[1..^1]) is { } marker)
                    section = marker;
                else
                    problems.Add(trimmed.ToString());
            }
            else if (PythonRequirement.TryParse(trimmed, null, out var requirement))
            {
                requirements.Add(requirement with { Marker = MarkerExpression.Join([requirement.Marker, section], all: true) });
            }
            else
            {
                problems.Add(trimmed.ToString());
            }
        }
        return (requirements, problems);
    }

    private static MarkerExpression? Section(ReadOnlySpan<char> name)
    {
        var colon = name.IndexOf(':');
        var extra = (colon < 0 ? name : name[..colon]).Trim();
        MarkerExpression wanted = extra.IsEmpty ? MarkerExpression.True : new MarkerComparison("extra", "==", extra.ToString());
        if (colon < 0)
            return wanted;
        return MarkerExpression.Read(name[(colon + 1)..]) is { } marker ? MarkerExpression.Join([marker, wanted], all: true) : null;
    }
}
