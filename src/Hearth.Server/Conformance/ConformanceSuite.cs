using System.Collections.Concurrent;
using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Server.Conformance.Http;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance;

/// <summary>Looks at a channel from outside, by reading only, and says which rules its server keeps.</summary>
public static class ConformanceSuite
{
    /// <summary>Runs the cases; they share what they fetch.</summary>
    /// <param name="options">What to look at.</param>
    /// <param name="progress">Told after each case.</param>
    /// <param name="cancellation">Stops the run; nothing is left behind.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The URL is none, or carries a secret.</exception>
    /// <exception cref="HttpRequestException">The server cannot be reached at all.</exception>
    public static async Task<ConformanceReport> RunAsync(
        ConformanceOptions options, IProgress<ConformanceProgress>? progress = null, CancellationToken cancellation = default)
    {
        RefuseBadUrl(options.Channel);
        var started = options.Clock.GetUtcNow();
        using var client = new ChannelClient(options, cancellation);
        var channel = new ChannelUnderTest(options, client);
        progress?.Report(new("looking for subdirs", 0, 0));
        // A server that gives no answer at all is no matter of cases.
        await client.HeadAsync("noarch/repodata.json");
        var subdirs = await channel.FindSubdirsAsync();
        List<(ConformanceCase Case, SubdirUnderTest Subdir)> work =
        [
            .. CaseCatalog.Matching(options.Cases).SelectMany(one =>
                (one.Scope == CaseScope.Channel ? subdirs.Take(1) : subdirs).Select(subdir => (one, subdir))),
        ];
        var results = new ConcurrentDictionary<int, CaseResult>();
        var limits = new ParallelOptions { MaxDegreeOfParallelism = options.Concurrency, CancellationToken = cancellation };
        await Parallel.ForEachAsync(Enumerable.Range(0, work.Count), limits, async (i, _) =>
        {
            results[i] = await RunAsync(work[i].Case, work[i].Subdir, options.Clock);
            progress?.Report(new(work[i].Case.Id, results.Count, work.Count));
        });
        return new(
            UrlSecrets.Redact(options.Channel.TrimEnd('/')),
            [.. subdirs.Select(subdir => subdir.Name)],
            [.. results.OrderBy(result => result.Key).Select(result => result.Value)],
            started,
            options.Clock.GetUtcNow() - started);
    }

    private static async Task<CaseResult> RunAsync(ConformanceCase one, SubdirUnderTest subdir, TimeProvider clock)
    {
        var started = clock.GetTimestamp();
        var findings = new Findings();
        try
        {
            await one.Check(subdir, findings);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or JsonException)
        {
            findings.Require(false, one.Id, "an answer", e.Message);
        }
        return new(
            one,
            one.Scope == CaseScope.Channel ? null : subdir.Name,
            findings.Verdict,
            findings.Verdict == Verdict.Skipped ? findings.Reason : null,
            findings.Told,
            findings.Count,
            clock.GetElapsedTime(started));
    }

    // What stands in an argument is seen by every user of the machine and kept by shells.
    private static void RefuseBadUrl(string url)
    {
        var probe = url.Replace(ConformanceOptions.TokenPlace, "token", StringComparison.Ordinal);
        if (!Uri.TryCreate(probe, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") || ChannelUrl.Problem(probe) is not null)
            throw ConformanceDiagnostics.NoChannelUrl.Refuse(null, $"'{UrlSecrets.Redact(url)}' is not the URL of a channel", "give an http or https URL, such as http://127.0.0.1:8080");
        if (UrlSecrets.Redact(url) != url)
            throw ConformanceDiagnostics.SecretInUrl.Refuse(null, $"the URL '{UrlSecrets.Redact(url)}' carries a secret", $"put it into a file: --token-file FILE, with {ConformanceOptions.TokenPlace} in its place in the URL");
    }
}
