using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation.Cran;

/// <summary>The file <c>DESCRIPTION</c> of an R package, in Debian's control format (Writing R Extensions §1.1.1).</summary>
public sealed class RDescription
{
    private readonly Dictionary<string, string> _fields;

    private RDescription(Dictionary<string, string> fields)
    {
        _fields = fields;
        var problems = new List<string>();
        Depends = RRequirement.ReadList(this["Depends"], problems);
        Imports = RRequirement.ReadList(this["Imports"], problems);
        LinkingTo = RRequirement.ReadList(this["LinkingTo"], problems);
        Suggests = RRequirement.ReadList(this["Suggests"], problems);
        Problems = [.. problems.Select(text => GenerationDiagnostics.BadRequirement.In("DESCRIPTION", $"'{text}' is no requirement"))];
    }

    /// <summary>In R's own case.</summary>
    public string Package => this["Package"]!;

    /// <summary>As R has it, with <c>-</c>.</summary>
    public string Version => this["Version"]!;

    public IReadOnlyList<RRequirement> Depends { get; }

    public IReadOnlyList<RRequirement> Imports { get; }

    public IReadOnlyList<RRequirement> LinkingTo { get; }

    public IReadOnlyList<RRequirement> Suggests { get; }

    public bool NeedsCompilation => string.Equals(this["NeedsCompilation"], "yes", StringComparison.OrdinalIgnoreCase);

    public IReadOnlyList<Diagnostic> Problems { get; }

    /// <summary>A field's text, lines joined by blanks; null if it is not there.</summary>
    public string? this[string field] =>
        _fields.GetValueOrDefault(field) is { } text ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) : null;

    /// <summary>The addresses of the field <c>URL</c>.</summary>
    public IReadOnlyList<string> Urls =>
        [.. (this["URL"] ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries).Where(url => url.StartsWith("http", StringComparison.Ordinal))];

    /// <exception cref="BadInputException">There is no name or no version.</exception>
    public static RDescription Read(string text, string file)
    {
        var fields = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in HeaderFields.Read(text, stopAtBlankLine: false))
            fields.TryAdd(name, value);
        if (!fields.ContainsKey("Package") || !fields.ContainsKey("Version"))
            throw GenerationDiagnostics.BadMetadata.Refuse(file, "there is no Package or no Version");
        return new RDescription(fields);
    }
}
