using System.CommandLine;
using System.Data.Common;
using System.Security.Cryptography;
using Hearth.Channels.Access;
using Hearth.Channels.Databases;
using Hearth.Cli.Output;
using Hearth.Cli.Settings;
using Hearth.Server;

namespace Hearth.Cli.Commands.Access;

/// <summary>Where the users and tokens are that a command works on; the server may run meanwhile and takes note within a second.</summary>
internal sealed class DataOptions
{
    private readonly SettingOptions _settings = new([SettingCatalog.Data, SettingCatalog.Database]);

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be done, and do nothing." };

    /// <summary>Adds the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="changes">Whether it changes something, and so can be run dry.</param>
    public void AddTo(Command command, bool changes)
    {
        _settings.AddTo(command);
        if (changes)
            command.Options.Add(_dryRun);
    }

    /// <summary>Whether to do nothing; says then what would be done.</summary>
    public bool IsDry(ParseResult parsed, CommandOutput output, string plan)
    {
        if (!parsed.GetValue(_dryRun))
            return false;
        output.Note($"would {plan}");
        return true;
    }

    /// <summary>Opens the database for one piece of work.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="makes">Whether to make it where there is none, so that a server can be prepared before its first start.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">There is none, or it cannot be reached.</exception>
    public async Task<ExitCode> WithAsync(ParseResult parsed, Func<Database, AccessStore, Task<ExitCode>> work, CancellationToken cancellation, bool makes = false)
    {
        var settings = _settings.Read(parsed);
        var (data, named) = (settings[SettingCatalog.Data], settings[SettingCatalog.Database]);
        var address = named ?? Path.Combine(data ?? throw CliDiagnostics.NoInstallation.Refuse(null, "--data or --database says which server this is about"), "hearth.db");
        if (makes && !parsed.GetValue(_dryRun) && named is null)
            ManagedInstance.MakePrivate(data!);
        else if (!address.StartsWith(Database.PostgresScheme, StringComparison.Ordinal) && !File.Exists(address))
            throw CliDiagnostics.NoDatabase.Refuse(address, "there is no database", "'hearth serve --data DIR' makes one at its first start");
        try
        {
            await using var database = await Database.OpenAsync(address, cancellation);
            using var random = RandomNumberGenerator.Create();
            return await work(database, await AccessStore.OpenAsync(database, TimeProvider.System, random, cancellation));
        }
        catch (DbException e)
        {
            throw CliDiagnostics.NoDatabase.Refuse(null, $"the database cannot be used: {e.Message}");
        }
    }
}
