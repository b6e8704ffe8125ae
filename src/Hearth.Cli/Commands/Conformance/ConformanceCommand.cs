using System.CommandLine;
using System.Globalization;
using Hearth.Cli.Output;
using Hearth.Server.Conformance;

namespace Hearth.Cli.Commands.Conformance;

/// <summary><c>hearth conformance URL</c>: does a channel server do what clients need?</summary>
internal sealed class ConformanceCommand : HearthCommand
{
    private readonly Argument<string?> _url = new("URL")
    {
        Description = "The channel; its index is at URL/noarch/repodata.json. {token} stands where a token from --token-file belongs.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string[]> _subdirs = new("--subdir")
    {
        Description = "Look at this subdir; may be given several times. Without it: noarch and the first other one that is there.",
        HelpName = "SUBDIR",
    };

    private readonly Option<string[]> _cases = new("--case")
    {
        Description = "Run only cases whose id fits, such as 'shard.*'; may be given several times.",
        HelpName = "GLOB",
    };

    private readonly Option<bool> _list = new("--list") { Description = "List the cases and run none." };

    private readonly Option<int> _limit = new("--limit")
    {
        Description = "Shards and packages to fetch of each subdir; the same ones each time.",
        HelpName = "N",
        DefaultValueFactory = _ => new ConformanceOptions { Channel = "" }.Limit,
    };

    private readonly Option<bool> _full = new("--full") { Description = "Look at every subdir and every shard, however many." };

    private readonly Option<string?> _label = new("--label") { Description = "Look at this label of the channel too.", HelpName = "LABEL" };

    private readonly Option<string?> _tokenFile = new("--token-file")
    {
        Description = "A file with a token, sent as 'Authorization: Bearer', or in the URL in place of {token}.",
        HelpName = "FILE",
    };

    private readonly Option<string[]> _headers = new("--header")
    {
        Description = "A header for every request, its value from a file (NAME=@FILE) or an environment variable (NAME=env:VARIABLE).",
        HelpName = "NAME=SOURCE",
    };

    private readonly Option<int> _timeout = new("--timeout")
    {
        Description = "Seconds that the server may stay silent.",
        HelpName = "SECONDS",
        DefaultValueFactory = _ => 30,
    };

    private readonly Option<int> _concurrency = new("--concurrency")
    {
        Description = "Cases that run at the same time.",
        HelpName = "N",
        DefaultValueFactory = _ => 8,
    };

    private readonly Option<string?> _junit = new("--junit") { Description = "Also write the results as JUnit XML.", HelpName = "FILE" };

    public ConformanceCommand()
        : base(
            "conformance",
            "Check from outside whether a channel server does what clients need; any server, by reading only.",
            new Example("hearth conformance http://127.0.0.1:8080", "every case, on noarch and one more subdir"),
            new Example("hearth conformance https://example.org/my-channel --case 'shard.*' --json", "only what is about shards, as JSON"),
            new Example("hearth conformance --list", "the cases with their sources"))
    {
        Arguments.Add(_url);
        foreach (var option in (Option[])[_subdirs, _cases, _list, _limit, _full, _label, _tokenFile, _headers, _timeout, _concurrency, _junit])
            Options.Add(option);
        foreach (var number in (Option<int>[])[_limit, _timeout, _concurrency])
        {
            number.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int>() < 1)
                    result.AddError($"{number.Name} is a number from 1");
            });
        }
        _headers.Validators.Add(result =>
        {
            foreach (var header in result.GetValueOrDefault<string[]>() ?? [])
            {
                if (!SecretHeader.IsWellFormed(header))
                    result.AddError("--header is NAME=@FILE or NAME=env:VARIABLE; a value itself would be seen by every user of the machine");
            }
        });
        Validators.Add(result =>
        {
            if (result.GetResult(_url) is not { Tokens.Count: > 0 } && result.GetResult(_list) is not { Implicit: false })
                result.AddError("name the URL of a channel, or --list");
        });
        Runs(RunAsync);
    }

    private async Task<ExitCode> RunAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var cases = CaseCatalog.Matching(parsed.GetValue(_cases) ?? []);
        if (cases.Count == 0)
        {
            output.Messages.WriteLine("error: no case fits --case; 'hearth conformance --list' lists them all");
            return ExitCode.Usage;
        }
        if (parsed.GetValue(_list))
            return List(cases, output);
        try
        {
            var report = await RunSuiteAsync(OptionsFrom(parsed), output, cancellation);
            if (parsed.GetValue(_junit) is { } file)
                JUnitFile.Write(report, file);
            Print(report, output);
            return report.Count(Verdict.Failed) == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        }
        catch (HttpRequestException e)
        {
            output.Report(ConformanceDiagnostics.ChannelOutOfReach.In(null, $"the server cannot be reached: {e.Message}", "is the URL right, and does the server run?"));
            return ExitCode.TryLater;
        }
    }

    private static async Task<ConformanceReport> RunSuiteAsync(ConformanceOptions options, CommandOutput output, CancellationToken cancellation)
    {
        using var line = new ProgressLine(output);
        return await ConformanceSuite.RunAsync(options, new ShownProgress(line), cancellation);
    }

    private ConformanceOptions OptionsFrom(ParseResult parsed) => new()
    {
        Channel = parsed.GetValue(_url)!,
        Subdirs = parsed.GetValue(_subdirs) ?? [],
        Cases = parsed.GetValue(_cases) ?? [],
        Label = parsed.GetValue(_label),
        Limit = parsed.GetValue(_limit),
        Full = parsed.GetValue(_full),
        Token = parsed.GetValue(_tokenFile) is { } file ? File.ReadAllText(file).Trim() : null,
        Headers = [.. (parsed.GetValue(_headers) ?? []).Select(SecretHeader.Read)],
        Timeout = TimeSpan.FromSeconds(parsed.GetValue(_timeout)),
        Concurrency = parsed.GetValue(_concurrency),
    };

    private static ExitCode List(IReadOnlyList<ConformanceCase> cases, CommandOutput output)
    {
        if (output.IsJson)
        {
            output.Document(new ConformanceList([.. cases.Select(ListedCase.From)]), CliJson.Default.ConformanceList);
            return ExitCode.Done;
        }
        foreach (var one in cases)
            output.Line($"{one.Id,-28} {one.Title} ({one.Source})");
        return ExitCode.Done;
    }

    private static void Print(ConformanceReport report, CommandOutput output)
    {
        if (output.IsJson)
        {
            output.Document(ConformanceDocument.From(report), CliJson.Default.ConformanceDocument);
            return;
        }
        foreach (var result in report.Results)
        {
            if (result.Verdict is Verdict.Failed or Verdict.Warning || output.IsVerbose)
                Print(result, output);
        }
        output.Line(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Channel} ({string.Join(", ", report.Subdirs)}): {report.Count(Verdict.Passed)} passed, {report.Count(Verdict.Failed)} failed, {report.Count(Verdict.Warning)} warnings, {report.Count(Verdict.Skipped)} skipped"));
    }

    private static void Print(CaseResult result, CommandOutput output)
    {
        output.Line($"{result.Verdict.ToString().ToLowerInvariant(),-7} {result.Case.Id}{(result.Subdir is null ? "" : $" [{result.Subdir}]")}: {result.Case.Title} ({result.Case.Source})");
        if (result.Reason is not null)
            output.Line($"  {result.Reason}");
        foreach (var finding in result.Findings)
        {
            output.Line($"  {finding.Request}");
            output.Line($"    expected {finding.Expected}; was {finding.Actual}{(finding.Hint is null ? "" : $" – {finding.Hint}")}");
        }
        if (result.FindingCount > result.Findings.Count)
            output.Line(string.Create(CultureInfo.InvariantCulture, $"  and {result.FindingCount - result.Findings.Count:n0} more"));
    }

    private sealed class ShownProgress(ProgressLine line) : IProgress<ConformanceProgress>
    {
        public void Report(ConformanceProgress value) => line.Show(value.Doing, value.Done, value.Total);
    }
}
