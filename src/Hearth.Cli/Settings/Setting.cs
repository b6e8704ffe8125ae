using System.CommandLine;

namespace Hearth.Cli.Settings;

/// <summary>
/// One thing that can be set, defined once: its key in the settings file, its variable in the environment, its option on the command
/// line, the schema and the reference all come from here.
/// </summary>
/// <param name="Name">Its key in the settings file, in lower case with dashes.</param>
/// <param name="Description">What it does, in one sentence or two.</param>
/// <param name="Default">What holds where nothing is said; null for nothing.</param>
internal sealed record Setting(string Name, string Description, string? Default = null)
{
    /// <summary>What is wrong with a value, as the end of a sentence that starts with the setting's name; null if nothing is.</summary>
    public Func<string, string?> Problem { get; init; } = static _ => null;

    /// <summary>The short form of the option, if it has one.</summary>
    public string? Alias { get; init; }

    /// <summary>Whether the settings file holds it as a number.</summary>
    public bool IsNumber { get; init; }

    /// <summary>The words that are allowed; empty if any text is.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    public string Flag => $"--{Name}";

    public string Variable => $"HEARTH_{Name.Replace('-', '_').ToUpperInvariant()}";

    /// <summary>The option for a command. It has no default of its own: environment and file come first.</summary>
    public Option<string?> NewOption()
    {
        var option = new Option<string?>(Flag, Alias is null ? [] : [Alias]) { Description = Default is null ? Description : $"{Description} [{Default}]" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var value }] && Problem(value) is { } problem)
                result.AddError($"{Flag} {problem}");
        });
        return option;
    }
}
