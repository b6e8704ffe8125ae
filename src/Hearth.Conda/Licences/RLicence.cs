namespace Hearth.Conda.Licences;

/// <summary>
/// The field <c>License</c> of an R package (Writing R Extensions §1.1.2): alternatives between <c>|</c>, each a name, perhaps with a version in
/// parentheses, perhaps with <c>+ file NAME</c>.
/// </summary>
/// <param name="Expression">In SPDX's terms; null if an alternative has no SPDX counterpart that is known.</param>
/// <param name="Files">The files named, in the package's folder, without repetition.</param>
public sealed record RLicence(LicenceExpression? Expression, IReadOnlyList<string> Files)
{
    private const string FileMark = "file ";

    public static RLicence Read(string field)
    {
        var files = new List<string>();
        var means = new List<string>();
        var allKnown = true;
        foreach (var alternative in field.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var name = "";
            foreach (var part in alternative.Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (part.StartsWith(FileMark, StringComparison.OrdinalIgnoreCase))
                    files.Add(part[FileMark.Length..].Trim());
                else
                    name = part;
            }
            // 'GPL-2 | file LICENCE' repeats the licence in the file; a lone file says nothing by itself.
            if (name.Length == 0)
                continue;
            if (LicenceSpelling.Read(name) is { } reading)
                means.Add(reading.Expression.ToString());
            else
                allKnown = false;
        }
        var known = allKnown && means.Count > 0;
        return new RLicence(known ? LicenceExpression.Parse(string.Join(" OR ", means.Distinct())) : null, [.. files.Distinct()]);
    }
}
