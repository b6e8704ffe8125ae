namespace Journeys.Docs;

/// <summary>The targets of the inline links of a page, code blocks left out.</summary>
public static class MarkdownLinks
{
    public static IEnumerable<string> Of(string markdown)
    {
        var inCode = false;
        foreach (var line in markdown.Split('\n'))
        {
            if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                inCode = !inCode;
            for (var at = 0; !inCode && (at = line.IndexOf("](", at, StringComparison.Ordinal)) >= 0;)
            {
                var end = line.IndexOf(')', at += 2);
                if (end > at && line[at] != '#')
                    yield return line[at..end];
            }
        }
    }
}
