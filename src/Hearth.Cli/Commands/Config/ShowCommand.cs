using System.CommandLine;
using Hearth.Cli.Settings;

namespace Hearth.Cli.Commands.Config;

/// <summary><c>hearth config show</c>.</summary>
internal sealed class ShowCommand : HearthCommand
{
    private readonly Option<bool> _origin = new("--origin") { Description = "Say where each value comes from." };
    private readonly SettingOptions _settings = new(SettingCatalog.All);

    public ShowCommand()
        : base(
            "show",
            "Show what is set. Takes the options of 'hearth serve', so that a command line can be tried.",
            new Example("hearth config show --data ./hearth-data", "every setting and its value"),
            new Example("hearth config show --origin --data ./hearth-data --port 80", "where each value comes from"))
    {
        Options.Add(_origin);
        _settings.AddTo(this);
        Runs((parsed, output) =>
        {
            var settings = _settings.Read(parsed).All;
            if (output.IsJson)
                output.Document(new ConfigDocument("hearth.config-show.1", [.. settings.Select(ShownSetting.Of)]), CliJson.Default.ConfigDocument);
            foreach (var value in output.IsJson ? [] : settings)
                output.Line($"{value.Setting.Name}: {value.Shown ?? "-"}{(parsed.GetValue(_origin) ? $"\t# {value.Origin.ToString().ToLowerInvariant()}{(value.Place is null ? "" : $" {value.Place}")}" : "")}");
            return ExitCode.Done;
        });
    }
}
