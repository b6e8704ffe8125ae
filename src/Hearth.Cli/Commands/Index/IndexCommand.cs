using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Indexing;
using Hearth.Channels.Patches;
using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Conda.Repodata;
using Hearth.Conda.Versions;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.Index;

/// <summary><c>hearth index DIR</c>: a folder of packages becomes a conda channel.</summary>
internal sealed class IndexCommand : HearthCommand
{
    private readonly Argument<string> _folder = new("DIR") { Description = "The channel folder; packages lie in SUBDIR/ below it." };

    private readonly Option<string[]> _subdirs = new("--subdir")
    {
        Description = "Only this subdir; may be given several times.",
        HelpName = "SUBDIR",
    };

    private readonly Option<string?> _name = new("--name") { Description = "The channel's name, for pages and the feed.", HelpName = "NAME" };

    private readonly Option<string?> _baseUrl = new("--base-url")
    {
        Description = "Where the packages lie, if not beside the index (CEP 15); the subdir is appended.",
        HelpName = "URL",
    };

    private readonly Option<string?> _relationBase = new("--base-channel")
    {
        Description = "The channel that this one builds on, as a relative reference such as ../conda-forge (CEP 42).",
        HelpName = "REF",
    };

    private readonly Option<string?> _relationOverrides = new("--overrides-channel")
    {
        Description = "The channel that this one overrides, as a relative reference (CEP 42).",
        HelpName = "REF",
    };

    private readonly Option<string?> _revisionMessage = new("--v3-message")
    {
        Description = "A remark for clients that cannot read revision 3 records (CEP 48).",
        HelpName = "TEXT",
    };

    private readonly Option<string[]> _patches = new("--patch")
    {
        Description = "Patch YAML (a file or folder), patch_instructions.json (a file, SUBDIR=FILE, or a folder of subdirs), or a patch package; "
            + "may be given several times. Without it, the SUBDIR/patch_instructions.json that lie in the folder apply.",
        HelpName = "PATH",
    };

    private readonly Option<string[]> _currentPins = new("--current-pin")
    {
        Description = "Keep the newest version that starts with PREFIX in current_repodata too, as in python=3.11; may be given several times.",
        HelpName = "NAME=PREFIX",
    };

    private readonly Option<bool> _jlap = new("--jlap") { Description = "Also write repodata.jlap, the changes of repodata.json, for clients of before conda 26.3." };

    private readonly Option<bool> _bzip2 = new("--bz2") { Description = "Also write repodata.json.bz2, for clients of before 2023." };

    private readonly Option<bool> _noPages = new("--no-pages") { Description = "Do not write index.html pages and rss.xml." };

    private readonly Option<int> _level = new("--zstd-level")
    {
        Description = "The zstd level of repodata.json.zst, 1 to 22.",
        HelpName = "LEVEL",
        DefaultValueFactory = _ => IndexOptions.DefaultMonolithLevel,
    };

    private readonly Option<int> _threads = new("--threads")
    {
        Description = "Package files to read at the same time.",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    private readonly Option<string[]> _arrived = new("--arrived")
    {
        Description = "This file came, changed or went; look at no other. May be given several times; for upload hooks of large channels.",
        HelpName = "SUBDIR/FILE",
    };

    private readonly Option<bool> _shardsOnly = new("--shards-only")
    {
        Description = "Write shards and shard indexes only, and leave the large documents to a later run.",
    };

    private readonly Option<bool> _watch = new("--watch") { Description = "Stay, and index again within a second of a package arriving, changing or going." };

    private readonly Option<bool> _check = new("--check")
    {
        Description = "Write nothing; report every difference between the packages and the index. Takes the options that the index is made with.",
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Stop at the first package that cannot be listed." };

    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Do not wait for another process that indexes the folder; exit with 6." };

    public IndexCommand()
        : base(
            "index",
            "Make a folder of packages a conda channel, or bring one up to date.",
            new Example("hearth index my-channel", "write or update every channel file below my-channel"),
            new Example("hearth index my-channel --watch", "and again whenever a package arrives"),
            new Example("hearth index my-channel --check --json", "say where packages and index differ, as JSON"))
    {
        Arguments.Add(_folder);
        foreach (var option in (Option[])[_subdirs, _name, _baseUrl, _relationBase, _relationOverrides, _revisionMessage, _patches, _currentPins, _bzip2, _jlap, _noPages, _level, _threads, _arrived, _shardsOnly, _watch, _check, _strict, _noWait])
            Options.Add(option);
        _currentPins.Validators.Add(result =>
        {
            foreach (var pin in result.GetValueOrDefault<string[]>().Where(pin => PinOf(pin) is null))
                result.AddError($"'{pin}' is not NAME=PREFIX, such as python=3.11");
        });
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        using var line = new ProgressLine(output);
        var options = OptionsFrom(parsed);
        var progress = new IndexProgressText(line);
        if (parsed.GetValue(_check))
            return await CheckAsync(options, progress, line, output, cancellation);
        var indexer = new FolderIndexer(options, TimeProvider.System, progress);
        IReadOnlyCollection<string>? arrived = parsed.GetValue(_arrived) is { Length: > 0 } files ? files : null;
        var scope = parsed.GetValue(_shardsOnly) ? IndexScope.Shards : IndexScope.Everything;
        try
        {
            var report = await Task.Run(() => indexer.Run(arrived, scope, cancellation), CancellationToken.None);
            line.Dispose();
            var code = Finish(report, output);
            if (parsed.GetValue(_watch))
                await new FolderWatch(options, TimeProvider.System, later => Finish(later, output)).RunAsync(cancellation);
            return code;
        }
        catch (BadInputException e) when (e.Diagnostics[0].Kind == IndexDiagnostics.FolderBusy)
        {
            output.Report(e.Diagnostics);
            return ExitCode.TryLater;
        }
    }

    private static async Task<ExitCode> CheckAsync(
        IndexOptions options, IndexProgressText progress, ProgressLine line, CommandOutput output, CancellationToken cancellation)
    {
        var differences = await Task.Run(() => new FolderCheck(options, TimeProvider.System, progress).Run(cancellation), CancellationToken.None);
        line.Dispose();
        if (output.IsJson)
            output.Document(CheckDocument.From(differences), CliJson.Default.CheckDocument);
        else if (differences.Count == 0)
            output.Line("packages and index agree");
        output.Report(differences);
        return differences.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
    }

    private IndexOptions OptionsFrom(ParseResult parsed) => new()
    {
        Folder = parsed.GetRequiredValue(_folder),
        Subdirs = parsed.GetValue(_subdirs) ?? [],
        ChannelName = parsed.GetValue(_name),
        BaseUrl = parsed.GetValue(_baseUrl),
        Relations = (parsed.GetValue(_relationBase), parsed.GetValue(_relationOverrides)) is (null, null)
            ? null
            : new ChannelRelations(parsed.GetValue(_relationBase), parsed.GetValue(_relationOverrides)),
        Revision3Message = parsed.GetValue(_revisionMessage),
        Patches = [.. (parsed.GetValue(_patches) ?? []).Select(PatchSources.Open)],
        CurrentPins = (parsed.GetValue(_currentPins) ?? []).Select(PinOf).OfType<(string Name, string Prefix)>()
            .GroupBy(pin => pin.Name, StringComparer.Ordinal)
            .ToDictionary(pins => pins.Key, IReadOnlyList<string> (pins) => [.. pins.Select(pin => pin.Prefix)], StringComparer.Ordinal),
        Bzip2 = parsed.GetValue(_bzip2),
        Jlap = parsed.GetValue(_jlap),
        Pages = !parsed.GetValue(_noPages),
        MonolithLevel = parsed.GetValue(_level),
        Threads = Math.Max(parsed.GetValue(_threads), 1),
        Strict = parsed.GetValue(_strict),
        Wait = !parsed.GetValue(_noWait),
    };

    private static (string Name, string Prefix)? PinOf(string pin) =>
        pin.Split('=', 2) is [var name, var prefix] && name.Length > 0 && CondaVersion.TryParse(prefix, null, out _)
            ? (PackageName.Lenient(name).ToString(), prefix)
            : null;

    private static ExitCode Finish(IndexReport report, CommandOutput output)
    {
        output.Report(report.Diagnostics);
        if (output.IsJson)
            output.Document(IndexDocument.From(report), CliJson.Default.IndexDocument);
        else
            Print(report, output);
        return report.Diagnostics.Any(diagnostic => diagnostic.Severity == Severity.Error) ? ExitCode.ProblemFound : ExitCode.Done;
    }

    private static void Print(IndexReport report, CommandOutput output)
    {
        foreach (var subdir in report.Subdirs)
        {
            output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{subdir.Subdir}: {subdir.Records:n0} records, {subdir.Added:n0} files read, {subdir.Removed:n0} gone, {subdir.ChangedNames:n0} names changed"));
        }
        foreach (var file in report.FilesWritten)
            output.Detail($"wrote {file}");
    }
}
