using System.CommandLine;
using Hearth.Channels.Sources;
using Hearth.Cli.Output;
using Hearth.Mirrors.Sources;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source list</c>.</summary>
internal sealed class ListCommand : HearthCommand
{
    private const string Any = "any";

    private readonly Option<string?> _package = new("--package") { Description = "Only what this package was built from.", HelpName = "NAME" };
    private readonly Option<string> _kind = new("--kind") { Description = "Only sources of a kind.", DefaultValueFactory = _ => Any };
    private readonly Option<bool> _coverage = new("--coverage") { Description = "In place of sources, how much of each channel they cover." };
    private readonly SourceOptions _instance = new();

    public ListCommand()
        : base(
            "list",
            "List the sources of the archive, in order of arrival, or how much of each channel they cover.",
            new Example("hearth source list --package zlib --data ./hearth-data", "what zlib was built from"),
            new Example("hearth source list --coverage --data ./hearth-data --json", "for a monitor"))
    {
        _kind.AcceptOnlyFromAmong([Any, .. Enum.GetValues<SourceKind>().Select(kind => kind.Word())]);
        foreach (var option in (Option[])[_package, _kind, _coverage])
            Options.Add(option);
        _instance.AddTo(this);
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        await using var instance = await _instance.OpenAsync(parsed, cancellation);
        var statistics = new SourceStatistics(instance.Store);
        var coverage = new List<SourceCoverage>();
        foreach (var channel in await instance.Store.Catalog.ListAsync(cancellation))
            coverage.Add(await statistics.CoverageAsync(channel, cancellation));
        var (count, bytes) = await statistics.HeldAsync(cancellation);
        var listed = new List<ListedSource>();
        if (!parsed.GetValue(_coverage))
        {
            await foreach (var source in ListedSource.AllAsync(instance.Store, cancellation))
            {
                if (IsWanted(source, parsed.GetValue(_package), parsed.GetValue(_kind)!))
                    listed.Add(source);
            }
        }
        output.Show(
            new SourceListDocument("hearth.source-list.1", count, bytes, [.. coverage.Select(CoveredChannel.Of)], [.. listed.Select(ShownSource.Of)]),
            CliJson.Default.SourceListDocument,
            parsed.GetValue(_coverage) ? coverage.Select(CoveredChannel.Line) : listed.Select(ShownSource.Line));
        return ExitCode.Done;
    }

    private static bool IsWanted(ListedSource source, string? package, string kind) =>
        (package is null || source.Packages.Contains(package, StringComparer.Ordinal)) && (kind == Any ? source.Source.Kind is SourceKind.File or SourceKind.Bundle : source.Source.Kind.Word() == kind);
}
