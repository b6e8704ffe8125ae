using System.CommandLine;
using System.Text.Json;
using Hearth.Channels.Log;
using Hearth.Cli.Commands.Schema;
using Hearth.Cli.Settings;
using Hearth.Conda.Names;
using Hearth.Mirrors.Sources;
using Hearth.Server;

namespace Hearth.Cli.Commands.Source;

/// <summary>The options that name an installation and the policy of its archive of sources.</summary>
internal sealed class SourceOptions
{
    private readonly SettingOptions _settings = new([.. SettingCatalog.OfInstallation, SettingCatalog.SourcePolicy]);

    public void AddTo(Command command) => _settings.AddTo(command);

    /// <summary>Opens the installation, with its policy. A server may be at work on it meanwhile.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">Nothing names an installation, or its settings or its policy are wrong.</exception>
    public Task<ManagedInstance> OpenAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var settings = _settings.Read(parsed);
        var options = DataOptions.Read(settings) ?? throw CliDiagnostics.NoInstallation.Refuse(
            null, "nothing says which installation is meant", $"name its data folder with {SettingCatalog.Data.Flag}, or in {SettingCatalog.Data.Variable}");
        return ManagedInstance.OpenAsync(options with { Sources = PolicyOf(settings) }, cancellation);
    }

    /// <summary>The policy that settings name; the default one where they name none.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">It is none; every problem is named.</exception>
    public static SourcePolicy PolicyOf(SettingsInForce settings)
    {
        if (settings[SettingCatalog.SourcePolicy] is not { } file)
            return SourcePolicy.Default;
        using var document = JsonDocument.Parse(YamlJson.Documents(File.ReadAllBytes(file), file) is [var first, ..] ? first.Json : "{}"u8.ToArray());
        return SourcePolicyReader.Read(document.RootElement, file);
    }

    /// <summary>A channel by its name.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">There is none.</exception>
    public static async Task<ManagedChannel> ChannelAsync(ManagedInstance instance, string name, CancellationToken cancellation) =>
        await instance.Store.Catalog.FindAsync(ChannelName.Parse(name), cancellation)
        ?? throw ServerDiagnostics.NoSuchChannel.Refuse(null, $"there is no channel '{name}'", "hearth channel list");
}
