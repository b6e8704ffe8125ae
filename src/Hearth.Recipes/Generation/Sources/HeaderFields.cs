namespace Hearth.Recipes.Generation.Sources;

/// <summary>Lines of the form <c>Name: value</c>, where lines that begin with a blank go on: the headers of mails, Python metadata and Debian control files.</summary>
internal static class HeaderFields
{
    private const int MostFields = 20_000;

    public static IReadOnlyList<KeyValuePair<string, string>> Read(string text, bool stopAtBlankLine)
    {
        var fields = new List<KeyValuePair<string, string>>();
        foreach (var line in text.EnumerateLines())
        {
            if (line.IsWhiteSpace())
            {
                if (stopAtBlankLine && fields.Count > 0)
                    break;
            }
            else if (char.IsWhiteSpace(line[0]))
            {
                if (fields.Count > 0)
                    fields[^1] = KeyValuePair.Create(fields[^1].Key, Join(fields[^1].Value, line.Trim()));
            }
            else if (line.IndexOf(':') is > 0 and var colon && fields.Count < MostFields)
            {
                fields.Add(KeyValuePair.Create(line[..colon].Trim().ToString(), line[(colon + 1)..].Trim().ToString()));
            }
        }
        return fields;
    }

    private static string Join(string value, ReadOnlySpan<char> more) => value.Length == 0 ? more.ToString() : $"{value}\n{more}";
}
