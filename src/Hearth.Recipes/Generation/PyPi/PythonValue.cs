namespace Hearth.Recipes.Generation.PyPi;

/// <summary>A value in a <c>setup.py</c>, as far as it can be known without running anything.</summary>
public sealed record PythonValue
{
    public static readonly PythonValue Unknown = new();

    /// <summary>A text, or a number as it stands.</summary>
    public string? Text { get; init; }

    /// <summary>The items of a list or a tuple.</summary>
    public IReadOnlyList<PythonValue>? Items { get; init; }

    /// <summary>The entries of a dictionary with texts as keys.</summary>
    public IReadOnlyList<KeyValuePair<string, PythonValue>>? Entries { get; init; }

    /// <summary>The name of a function that is called, such as <c>Extension</c>; its value is not known.</summary>
    public string? Call { get; init; }

    /// <summary>Whether the whole value is known.</summary>
    public bool IsKnown =>
        Text is not null || (Items?.All(item => item.IsKnown) ?? false) || (Entries?.All(entry => entry.Value.IsKnown) ?? false);

    /// <summary>The texts of a list, or of one text with a line for each; what is not known is left out.</summary>
    public IReadOnlyList<string> Texts =>
        Items is not null ? [.. Items.Select(item => item.Text).OfType<string>()]
        : Text is not null ? Text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        : [];

    /// <summary>Whether a function of that name is called anywhere in it.</summary>
    public bool Calls(string name) =>
        Call is not null && (Call == name || Call.EndsWith($".{name}", StringComparison.Ordinal)) || (Items?.Any(item => item.Calls(name)) ?? false);
}
