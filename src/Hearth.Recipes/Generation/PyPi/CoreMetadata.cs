using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>A <c>METADATA</c> or <c>PKG-INFO</c> file: the core metadata of Python projects.</summary>
public sealed class CoreMetadata
{
    private readonly ILookup<string, string> _fields;

    private CoreMetadata(ILookup<string, string> fields) => _fields = fields;

    public string? Name => One("Name");

    public string? Version => One("Version");

    public string? Summary => One("Summary");

    public string? HomePage => One("Home-page");

    /// <summary>Free text; some projects put the whole licence here.</summary>
    public string? License => One("License");

    /// <summary>An SPDX expression (PEP 639).</summary>
    public string? LicenseExpression => One("License-Expression");

    public IReadOnlyList<string> LicenseFiles => All("License-File");

    public IReadOnlyList<string> Classifiers => All("Classifier");

    public string? RequiresPython => One("Requires-Python");

    public IReadOnlyList<string> RequiresDist => All("Requires-Dist");

    public IReadOnlyList<string> ProvidesExtra => All("Provides-Extra");

    /// <summary>Fields that a build may fill in differently (PEP 643).</summary>
    public IReadOnlyList<string> Dynamic => All("Dynamic");

    /// <summary>Labels and addresses.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> ProjectUrls =>
    [
        .. All("Project-URL").Select(line => line.Split(',', 2, StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 2)
            .Select(parts => KeyValuePair.Create(parts[0], parts[1])),
    ];

    /// <summary>Reads the headers; the body, a description, is passed over. What is no header is, too.</summary>
    public static CoreMetadata Read(string text) =>
        new(HeaderFields.Read(text, stopAtBlankLine: true).ToLookup(field => field.Key, field => field.Value, StringComparer.OrdinalIgnoreCase));

    private IReadOnlyList<string> All(string name) => [.. _fields[name].Where(value => value.Length > 0 && value != "UNKNOWN")];

    private string? One(string name) => All(name) is [var first, ..] ? first : null;
}
