using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Settings;

/// <summary>What holds for each setting: what the command line says, else the environment, else the settings file, else the default.</summary>
internal sealed class SettingsInForce
{
    private const string ConfigVariable = "HEARTH_CONFIG";

    private readonly Dictionary<Setting, SettingValue> _values;

    private SettingsInForce(IEnumerable<SettingValue> values) => _values = values.ToDictionary(value => value.Setting);

    public IReadOnlyList<SettingValue> All => [.. SettingCatalog.All.Select(setting => _values[setting])];

    /// <summary>The value of a setting; null where there is none.</summary>
    public string? this[Setting setting] => _values[setting].Value;

    /// <summary>Finds out.</summary>
    /// <param name="flags">What the command line says; null where it says nothing.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="config">The settings file that the command line names; null for the one that the environment names, or that lies in the data folder.</param>
    /// <exception cref="BadInputException">The environment or the file says something that cannot be; everything is said.</exception>
    public static SettingsInForce Read(Func<Setting, string?> flags, Func<string, string?> environment, string? config)
    {
        var data = flags(SettingCatalog.Data) ?? NonEmpty(environment(SettingCatalog.Data.Variable));
        var inData = data is null ? null : Path.Combine(data, SettingsFile.FileName);
        var path = config ?? NonEmpty(environment(ConfigVariable)) ?? (File.Exists(inData) ? inData : null);
        var file = path is null ? null : SettingsFile.Read(path);
        var problems = new List<Diagnostic>();
        var values = SettingCatalog.All.Select(setting => Find(setting, flags, environment, file, problems)).ToList();
        return problems.Count == 0 ? new SettingsInForce(values) : throw new BadInputException(problems);
    }

    private static SettingValue Find(Setting setting, Func<Setting, string?> flags, Func<string, string?> environment, SettingsFile? file, List<Diagnostic> problems)
    {
        if (flags(setting) is { } flag)
            return new SettingValue(setting, flag, SettingOrigin.Flag, setting.Flag);
        if (NonEmpty(environment(setting.Variable)) is { } variable)
        {
            if (setting.Problem(variable) is { } problem)
                problems.Add(CliDiagnostics.BadSettings.In(null, $"the environment's {setting.Variable} {problem}"));
            return new SettingValue(setting, variable, SettingOrigin.Environment, setting.Variable);
        }
        return file is not null && file.Values.TryGetValue(setting.Name, out var value)
            ? new SettingValue(setting, value, SettingOrigin.File, file.Path)
            : new SettingValue(setting, setting.Default, SettingOrigin.Default, null);
    }

    private static string? NonEmpty(string? value) => string.IsNullOrEmpty(value) ? null : value;
}
