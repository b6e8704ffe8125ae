using System.CommandLine;

namespace Hearth.Cli.Settings;

/// <summary>The options of a command that stand for settings, and what holds once the command line is parsed.</summary>
internal sealed class SettingOptions(IReadOnlyList<Setting> settings)
{
    private readonly Dictionary<Setting, Option<string?>> _options = settings.ToDictionary(setting => setting, setting => setting.NewOption());

    private readonly Option<string?> _config = new("--config") { Description = $"The settings file; without it, {SettingsFile.FileName} in the data folder, if there is one." };

    public void AddTo(Command command)
    {
        foreach (var setting in settings)
            command.Options.Add(_options[setting]);
        command.Options.Add(_config);
        // What stands on a command line can be read by everyone on the machine.
        if (_options.TryGetValue(SettingCatalog.Database, out var database))
        {
            database.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value: var value }] && new SettingValue(SettingCatalog.Database, value, SettingOrigin.Flag, null) is var given && given.Shown != value)
                    result.AddError($"{SettingCatalog.Database.Flag} names a password; put it into the settings file or into {SettingCatalog.Database.Variable}");
            });
        }
    }

    /// <summary>Whether the command line itself names a value.</summary>
    public bool IsGiven(System.CommandLine.Parsing.SymbolResult result, Setting setting) => result.GetResult(_options[setting]) is not null;

    /// <inheritdoc cref="SettingsInForce.Read"/>
    public SettingsInForce Read(ParseResult parsed) => SettingsInForce.Read(
        setting => _options.TryGetValue(setting, out var option) ? parsed.GetValue(option) : null, Environment.GetEnvironmentVariable, parsed.GetValue(_config));
}
