using System.CommandLine;
using Hearth.Recipes.Generation.PyPi;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>The options of recipes of Python projects.</summary>
internal sealed class PythonOptions
{
    private readonly Option<string> _extras = new("--extras")
    {
        Description = "What becomes of extras: groups (CEP 44), outputs (a package for each), or none. v0 has no groups.",
        DefaultValueFactory = _ => "groups",
    };

    private readonly Option<string?> _markers = new("--markers")
    {
        Description = "How conditions of requirements are said: conditions (CEP 43) or selectors. v1 takes conditions if nothing is said, v0 has selectors only.",
    };

    private readonly Option<string?> _oldest = new("--oldest-python") { Description = "The oldest Python that the channel builds for; 3.10 if not given.", HelpName = "VERSION" };

    private readonly Option<string?> _channel = new("--channel") { Description = "A channel folder whose packages tell which conda package holds which Python project.", HelpName = "DIR" };

    public PythonOptions()
    {
        _extras.AcceptOnlyFromAmong("groups", "outputs", "none");
        _markers.AcceptOnlyFromAmong("conditions", "selectors");
        MustBeVersion(_oldest);
    }

    /// <summary>Refuses what is no version by PEP 440.</summary>
    public static void MustBeVersion(Option<string?> option) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<string?>() is { } text && !PythonVersion.TryParse(text, null, out _))
            result.AddError($"'{text}' is no version by PEP 440");
    });

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_extras, _markers, _oldest, _channel])
            command.Options.Add(option);
    }

    public PythonRecipeOptions Read(ParseResult parsed, bool isOldFormat, IReadOnlyList<string> maintainers, CancellationToken cancellation) => new()
    {
        Names = parsed.GetValue(_channel) is { } channel ? PythonNames.Shipped.With(ChannelProjects.Find(channel, cancellation)) : PythonNames.Shipped,
        Markers = isOldFormat || parsed.GetValue(_markers) == "selectors" ? MarkerStyle.Selectors : MarkerStyle.Conditions,
        Extras = parsed.GetValue(_extras) switch
        {
            "outputs" => ExtrasStyle.Outputs,
            "none" => ExtrasStyle.None,
            _ => isOldFormat ? ExtrasStyle.None : ExtrasStyle.Groups,
        },
        OldestPython = PythonVersion.Parse(parsed.GetValue(_oldest) ?? "3.10"),
        Maintainers = maintainers,
    };
}
