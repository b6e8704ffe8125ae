using System.CommandLine;
using Hearth.Server;

namespace Hearth.Cli.Commands;

/// <summary>The options that name an installation; every command that works on one has these three.</summary>
internal sealed class DataOptions
{
    public Option<string?> Data { get; } = new("--data") { Description = "The data folder of the installation." };

    public Option<string?> Database { get; } = new("--database")
    {
        Description = "Where the logs are: a SQLite file, or postgres://USER@HOST/DATABASE. Without it, a file in the data folder.",
    };

    public Option<string?> Blobs { get; } = new("--blobs")
    {
        Description = "Where the bytes are: a folder, or s3://BUCKET/PREFIX. Without it, a folder in the data folder.",
    };

    /// <summary>Gives the options to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isRequired">Whether the command can do nothing without an installation.</param>
    public void AddTo(Command command, bool isRequired = true)
    {
        Data.Required = isRequired;
        foreach (var option in (Option[])[Data, Database, Blobs])
            command.Options.Add(option);
    }

    /// <summary>The installation that the command line names; null if it names none.</summary>
    public InstanceOptions? Read(ParseResult parsed) => parsed.GetValue(Data) is { } data
        ? new InstanceOptions { Data = data, Database = parsed.GetValue(Database), Blobs = parsed.GetValue(Blobs) }
        : null;

    /// <summary>Opens the installation. A server may be at work on it meanwhile.</summary>
    public Task<ManagedInstance> OpenAsync(ParseResult parsed, CancellationToken cancellation) => ManagedInstance.OpenAsync(Read(parsed)!, cancellation);
}
