using Hearth.Cli.Settings;

namespace Hearth.Cli.Commands.Config;

/// <summary>What holds for a setting; passwords are not shown.</summary>
internal sealed record ShownSetting(string Name, string? Value, string Origin, string? Place)
{
    public static ShownSetting Of(SettingValue value) => new(value.Setting.Name, value.Shown, value.Origin.ToString().ToLowerInvariant(), value.Place);
}

/// <summary>The document of <c>hearth config show --json</c>.</summary>
internal sealed record ConfigDocument(string Schema, IReadOnlyList<ShownSetting> Settings);

/// <summary>A setting that there is.</summary>
internal sealed record KnownSetting(string Name, string Option, string Variable, string? Default, string Description)
{
    public static KnownSetting Of(Setting setting) => new(setting.Name, setting.Flag, setting.Variable, setting.Default, setting.Description);
}

/// <summary>The document of <c>hearth config reference --json</c>.</summary>
internal sealed record ConfigReference(string Schema, IReadOnlyList<KnownSetting> Settings);
