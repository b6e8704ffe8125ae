namespace Hearth.Recipes.Jinja;

/// <summary>One call of a function, method, filter or test: its arguments, and what it may take.</summary>
public sealed class JinjaCall
{
    private static readonly Dictionary<string, JinjaValue> _none = [];

    internal JinjaCall(string name, IReadOnlyList<JinjaValue> positional, IReadOnlyDictionary<string, JinjaValue>? named, JinjaSettings settings, JinjaMeter meter)
    {
        Name = name;
        Positional = positional;
        Named = named ?? _none;
        Settings = settings;
        Meter = meter;
    }

    /// <summary>What was called, for messages.</summary>
    public string Name { get; }

    public IReadOnlyList<JinjaValue> Positional { get; }

    public IReadOnlyDictionary<string, JinjaValue> Named { get; }

    public JinjaSettings Settings { get; }

    public JinjaMeter Meter { get; }

    /// <summary>The argument at a place or with a name; null if it was not given.</summary>
    public JinjaValue? Argument(int place, string name) =>
        place < Positional.Count ? Positional[place] : Named.GetValueOrDefault(name);

    /// <exception cref="JinjaException">The argument was not given.</exception>
    public JinjaValue Required(int place, string name) =>
        Argument(place, name) ?? throw Fail($"'{Name}' needs the argument '{name}'");

    /// <exception cref="JinjaException">The argument is missing or no text.</exception>
    public string Text(int place, string name) => TextOf(Required(place, name), name);

    /// <summary>The text of an argument; null if it was not given or is none.</summary>
    /// <exception cref="JinjaException">The argument is no text.</exception>
    public string? OptionalText(int place, string name) =>
        Argument(place, name) is { Kind: not JinjaKind.Null } value ? TextOf(value, name) : null;

    /// <exception cref="JinjaException">The argument is no whole number.</exception>
    public long Integer(int place, string name, long fallback) => Argument(place, name) switch
    {
        null or { Kind: JinjaKind.Null } => fallback,
        { Kind: JinjaKind.Integer } value => value.AsInteger,
        var value => throw Fail($"the argument '{name}' of '{Name}' is {value.Describe()}, not a whole number"),
    };

    public bool Flag(int place, string name, bool fallback) => Argument(place, name)?.IsTrue ?? fallback;

    /// <summary>Refuses arguments beyond the given names, in the order of their places.</summary>
    /// <exception cref="JinjaException">There is one.</exception>
    public void Accept(params ReadOnlySpan<string> names)
    {
        if (Positional.Count > names.Length)
            throw Fail($"'{Name}' takes {(names.Length == 0 ? "no arguments" : $"at most {names.Length} arguments")}, not {Positional.Count}");
        foreach (var given in Named.Keys)
        {
            if (!names.Contains(given))
                throw Fail($"'{Name}' has no argument '{given}'", names.Length == 0 ? null : $"its arguments are {string.Join(", ", names.ToArray())}");
        }
    }

    /// <summary>The exception that says that this call cannot be answered.</summary>
    public static JinjaException Fail(string message, string? hint = null) => new(JinjaDiagnostics.Failed, message, hint);

    private string TextOf(JinjaValue value, string name) => value.Kind == JinjaKind.Text
        ? value.AsText
        : throw Fail($"the argument '{name}' of '{Name}' is {value.Describe()}, not a text");
}
