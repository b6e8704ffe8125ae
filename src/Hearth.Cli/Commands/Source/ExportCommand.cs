using System.CommandLine;
using System.Globalization;
using Hearth.Cli.Output;
using Hearth.Foundation.Files;
using Hearth.Mirrors.Sources;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source export FILE</c>.</summary>
internal sealed class ExportCommand : HearthCommand
{
    private const string Csv = "csv";
    private const string Json = "json";
    private const string SoftwareHeritage = "swh";

    private readonly Argument<string> _file = new("FILE") { Description = "Where to write it." };
    private readonly Option<string> _format = new("--format") { Description = "csv, json, or swh: the list that Software Heritage loads sources from.", DefaultValueFactory = _ => Json };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only count." };
    private readonly SourceOptions _instance = new();

    public ExportCommand()
        : base(
            "export",
            "Write what the archive has as a list: digests, addresses, names. Patches and recipes are left out.",
            new Example("hearth source export sources.json --format swh --data ./hearth-data", "for Software Heritage"),
            new Example("hearth source export sources.csv --format csv --data ./hearth-data", "for a spreadsheet"))
    {
        Arguments.Add(_file);
        _format.AcceptOnlyFromAmong(Csv, Json, SoftwareHeritage);
        Options.Add(_format);
        Options.Add(_dryRun);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var (file, format) = (Path.GetFullPath(parsed.GetRequiredValue(_file)), parsed.GetValue(_format)!);
            var temporary = AtomicFile.TemporaryPathFor(file);
            int sources;
            long bytes;
            try
            {
                await using (var stream = parsed.GetValue(_dryRun) ? new MemoryStream() : (Stream)File.Create(temporary))
                {
                    sources = await WriteAsync(new SourceExport(instance.Store), format, stream, cancellation);
                    await stream.FlushAsync(cancellation);
                    bytes = stream.Length;
                }
                if (!parsed.GetValue(_dryRun))
                    File.Move(temporary, file, overwrite: true);
            }
            catch
            {
                File.Delete(temporary);
                throw;
            }
            output.Show(
                new SourceExportDocument("hearth.source-export.1", file, format, sources, bytes),
                CliJson.Default.SourceExportDocument,
                [string.Create(CultureInfo.InvariantCulture, $"{file}: {sources:n0} sources, {ProgressLine.Size(bytes)}")]);
            return ExitCode.Done;
        });
    }

    private static Task<int> WriteAsync(SourceExport export, string format, Stream stream, CancellationToken cancellation) => format switch
    {
        Csv => export.WriteCsvAsync(stream, cancellation),
        SoftwareHeritage => export.WriteSoftwareHeritageAsync(stream, cancellation),
        _ => export.WriteJsonAsync(stream, cancellation),
    };
}
