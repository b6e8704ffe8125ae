namespace Hearth.Conda.Licences;

/// <summary>The licences and exceptions that SPDX lists (<c>spdx.tsv</c> says of which date). Ids are found whatever their case (SPDX annex D.2).</summary>
public static class SpdxList
{
    private static readonly Dictionary<string, ListedLicence> LicencesById = new(StringComparer.OrdinalIgnoreCase);
    private static readonly Dictionary<string, ListedLicence> ExceptionsById = new(StringComparer.OrdinalIgnoreCase);

    static SpdxList()
    {
        using var lines = new StreamReader(typeof(SpdxList).Assembly.GetManifestResourceStream("spdx.tsv")!);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#'))
                continue;
            var fields = line.Split('\t');
            var entry = new ListedLicence(fields[1], fields.ElementAtOrDefault(3), char.IsLower(fields[0][0]), fields.ElementAtOrDefault(2) == "o");
            (fields[0] is "L" or "l" ? LicencesById : ExceptionsById).Add(entry.Id, entry);
        }
    }

    /// <summary>Sorted by id.</summary>
    public static IReadOnlyCollection<ListedLicence> Licences => LicencesById.Values;

    /// <summary>Sorted by id.</summary>
    public static IReadOnlyCollection<ListedLicence> Exceptions => ExceptionsById.Values;

    public static ListedLicence? FindLicence(string id) => LicencesById.GetValueOrDefault(id);

    public static ListedLicence? FindException(string id) => ExceptionsById.GetValueOrDefault(id);
}
