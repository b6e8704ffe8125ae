using Hearth.Cli.Settings;

namespace Hearth.Cli.Commands.Config;

/// <summary><c>hearth config reference</c>: every setting, as a Markdown table.</summary>
internal sealed class ReferenceCommand : HearthCommand
{
    public ReferenceCommand()
        : base(
            "reference",
            "List everything that can be set, as a Markdown table.",
            new Example("hearth config reference", "for people"),
            new Example("hearth config reference --json", "for programs"))
    {
        Runs((_, output) =>
        {
            if (output.IsJson)
            {
                output.Document(new ConfigReference("hearth.config-reference.1", [.. SettingCatalog.All.Select(KnownSetting.Of)]), CliJson.Default.ConfigReference);
                return ExitCode.Done;
            }
            output.Line("| setting | option | variable | default | what it does |");
            output.Line("|---|---|---|---|---|");
            foreach (var setting in SettingCatalog.All)
                output.Line($"| `{setting.Name}` | `{setting.Flag}` | `{setting.Variable}` | {(setting.Default is null ? "–" : $"`{setting.Default}`")} | {setting.Description} |");
            return ExitCode.Done;
        });
    }
}
