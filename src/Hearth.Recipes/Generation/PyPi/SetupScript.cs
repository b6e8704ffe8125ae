namespace Hearth.Recipes.Generation.PyPi;

/// <summary>
/// A <c>setup.py</c>, read and never run: the arguments of its call of <c>setup</c> where they are literals, or names that were given a literal once, at the
/// top level. Everything else is unknown.
/// </summary>
public sealed class SetupScript
{
    private static readonly string[] Aside = ["test", "dev", "doc", "lint", "ci", "build", "opt", "extra"];

    private readonly Dictionary<string, PythonValue> _arguments;

    private SetupScript(Dictionary<string, PythonValue> arguments, bool compiles, IReadOnlyList<string> requirementsFiles)
    {
        _arguments = arguments;
        Compiles = compiles;
        RequirementsFiles = requirementsFiles;
    }

    /// <summary>Whether extension modules are built: <c>ext_modules</c>, <c>cffi_modules</c> or <c>rust_extensions</c> are given.</summary>
    public bool Compiles { get; }

    /// <summary>The files of requirements that it names and that are not for tests, documentation or development.</summary>
    public IReadOnlyList<string> RequirementsFiles { get; }

    /// <summary>Every argument whose value is known.</summary>
    public IEnumerable<KeyValuePair<string, PythonValue>> Known => _arguments.Where(argument => argument.Value.IsKnown);

    /// <summary>The arguments whose value is not known, sorted.</summary>
    public IReadOnlyList<string> Computed => [.. _arguments.Where(argument => !argument.Value.IsKnown).Select(argument => argument.Key).Order(StringComparer.Ordinal)];

    public PythonValue this[string argument] => _arguments.GetValueOrDefault(argument, PythonValue.Unknown);

    /// <summary>Every requirement, those of extras with a marker, as texts by PEP 508.</summary>
    public IReadOnlyList<string> Requirements =>
        [.. this["install_requires"].Texts, .. Extras.SelectMany(extra => extra.Value.Texts.Select(text => WithExtra(text, extra.Key)))];

    public IReadOnlyList<PythonEntryPoint> EntryPoints =>
    [
        .. (this["entry_points"].Entries ?? []).Where(group => group.Key is "console_scripts" or "gui_scripts")
            .SelectMany(group => group.Value.Texts).Select(PythonEntryPoint.Read).OfType<PythonEntryPoint>(),
        .. this["entry_points"].Text is { } text ? PythonEntryPoint.ReadFile(text) : [],
    ];

    public IReadOnlyList<KeyValuePair<string, PythonValue>> Extras => this["extras_require"].Entries ?? [];

    /// <summary>Reads a script; one without a call of <c>setup</c> has no arguments.</summary>
    public static SetupScript Read(string source)
    {
        var tokens = PythonTokens.Of(source);
        var arguments = new SetupScriptReader(tokens).Read();
        var compiles = ((string[])["ext_modules", "cffi_modules", "rust_extensions"]).Any(name => arguments.TryGetValue(name, out var value) && value.Items is not []);
        var files = tokens.Where(token => token.Kind == PythonTokenKind.Text && RequirementsFile.IsOne(token.Text)).Select(token => token.Text.TrimStart('.', '/')).Distinct();
        return new SetupScript(arguments, compiles, [.. files.Where(file => !Aside.Any(word => file.Contains(word, StringComparison.OrdinalIgnoreCase)))]);
    }

    // 'extra:marker' is setuptools' old way to say both.
    private static string WithExtra(string requirement, string key)
    {
        var (extra, marker) = key.Split(':', 2) is [var name, var condition] ? (name, condition) : (key, "");
        var parts = requirement.Split(';', 2);
        var all = (string[])[parts.Length == 2 ? $"({parts[1].Trim()})" : "", marker.Length > 0 ? $"({marker})" : "", extra.Length > 0 ? $"extra == '{extra}'" : ""];
        return $"{parts[0]} ; {string.Join(" and ", all.Where(one => one.Length > 0))}";
    }
}
