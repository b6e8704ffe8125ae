using System.CommandLine;
using Hearth.Cli.Settings;
using Hearth.Server;

namespace Hearth.Cli.Commands;

/// <summary>The options that name an installation; every command that works on one has these.</summary>
internal sealed class DataOptions
{
    private readonly SettingOptions _settings = new(SettingCatalog.OfInstallation);

    public void AddTo(Command command) => _settings.AddTo(command);

    /// <summary>The installation that settings name; null if they name none.</summary>
    public static InstanceOptions? Read(SettingsInForce settings) => settings[SettingCatalog.Data] is { } data
        ? new InstanceOptions { Data = data, Database = settings[SettingCatalog.Database], Blobs = settings[SettingCatalog.Blobs] }
        : null;

    /// <summary>Opens the installation. A server may be at work on it meanwhile.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">Nothing names an installation, or its settings are wrong.</exception>
    public Task<ManagedInstance> OpenAsync(ParseResult parsed, CancellationToken cancellation) => ManagedInstance.OpenAsync(
        Read(_settings.Read(parsed)) ?? throw CliDiagnostics.NoInstallation.Refuse(null, "nothing says which installation is meant", $"name its data folder with {SettingCatalog.Data.Flag}, or in {SettingCatalog.Data.Variable}"),
        cancellation);
}
