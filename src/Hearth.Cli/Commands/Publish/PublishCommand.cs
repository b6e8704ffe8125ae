using System.CommandLine;
using System.Net.Http.Headers;
using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;

namespace Hearth.Cli.Commands.Publish;

/// <summary><c>hearth publish FILE…</c>: packages to a channel of a server.</summary>
internal sealed class PublishCommand : HearthCommand
{
    private const string TokenVariable = "HEARTH_TOKEN";
    private const int AtOnce = 4;

    private readonly Argument<string[]> _files = new("FILE") { Description = "Packages to publish.", Arity = ArgumentArity.OneOrMore };

    private readonly Option<string> _channel = new("--channel", "-c") { Description = "The channel.", Required = true };

    private readonly Option<string> _server = new("--server") { Description = "The server's address.", DefaultValueFactory = _ => "http://127.0.0.1:8080/" };

    private readonly Option<string[]> _label = new("--label") { Description = "A label to list them under, main if none is given; may be repeated." };

    private readonly Option<string?> _subdir = new("--subdir") { Description = "The subdir that they must be for; without it, each package says." };

    private readonly Option<bool> _overwrite = new("--overwrite") { Description = "Replace packages of the same file name, if the channel allows it." };

    private readonly Option<string?> _tokenFile = new("--token-file") { Description = $"A file with the token; without it, the environment's {TokenVariable}." };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be sent." };

    public PublishCommand()
        : base(
            "publish",
            "Publish packages to a channel of a server.",
            new Example("hearth publish zlib-1.3-0.conda -c forge --server https://conda.example.org", "with the token in HEARTH_TOKEN"),
            new Example("hearth publish dist/*.conda -c forge --label dev --token-file ~/.hearth-token", "many at once, under a label"))
    {
        Arguments.Add(_files);
        foreach (var option in (Option[])[_channel, _server, _label, _subdir, _overwrite, _tokenFile, _dryRun])
            Options.Add(option);
        _server.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                result.AddError("--server is an http(s) address");
        });
        Runs(PublishAsync);
    }

    private async Task<ExitCode> PublishAsync(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var files = parsed.GetValue(_files)!.Distinct(StringComparer.Ordinal).ToList();
        foreach (var file in files)
            ArtifactFileName.Parse(Path.GetFileName(file));
        var channel = ChannelName.Parse(parsed.GetValue(_channel)!).ToString();
        var labels = (parsed.GetValue(_label) ?? []).Select(label => Label.Parse(label).ToString()).ToList();
        var terms = new Announcement("", "", 0, parsed.GetValue(_subdir), labels, parsed.GetValue(_overwrite));
        var server = new Uri(parsed.GetValue(_server)!.TrimEnd('/') + "/");
        var results = parsed.GetValue(_dryRun)
            ? files.ConvertAll(file => Planned(file, cancellation))
            : await SendAsync(files, NewClient(server, parsed.GetValue(_tokenFile)), channel, terms, output, cancellation);
        if (output.IsJson)
            output.Document(new PublishReport("hearth.publish.1", server.ToString(), channel, results), CliJson.Default.PublishReport);
        else
            results.ForEach(result => output.Line($"{result.Outcome}  {(result.Subdir is null ? result.File : $"{result.Subdir}/{Path.GetFileName(result.File)}")}"));
        foreach (var problem in results.SelectMany(result => result.Problems))
            output.Messages.WriteLine($"error: {problem.File}: {problem.Message} [{problem.Code}]");
        return results.Select(CodeOf).Aggregate(ExitCode.Done, Worse);
    }

    private static async Task<List<PublishedFile>> SendAsync(
        List<string> files, HttpClient http, string channel, Announcement terms, CommandOutput output, CancellationToken cancellation)
    {
        using var client = http;
        using var progress = new ProgressLine(output);
        var results = new PublishedFile[files.Count];
        var (done, bytes) = (0L, 0L);
        var sender = new Sender(http, channel, terms, sent => progress.Show("publishing", Interlocked.Read(ref done), files.Count, Interlocked.Add(ref bytes, sent)));
        await Parallel.ForAsync(0, files.Count, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation }, async (at, stop) =>
        {
            results[at] = await SendAsync(sender, files[at], stop);
            progress.Show("publishing", Interlocked.Increment(ref done), files.Count, Interlocked.Read(ref bytes));
        });
        return [.. results];
    }

    // One file that cannot be sent does not keep the others from it.
    private static async Task<PublishedFile> SendAsync(Sender sender, string file, CancellationToken cancellation)
    {
        try
        {
            return await sender.SendAsync(file, cancellation);
        }
        catch (HttpRequestException e)
        {
            return Failed(CliDiagnostics.ServerAway, e.Message);
        }
        catch (IOException e)
        {
            return Failed(CliDiagnostics.Unreadable, e.Message);
        }

        PublishedFile Failed(Foundation.Diagnostics.DiagnosticKind kind, string message) =>
            new(file, 0, "", "failed", null, null, [DiagnosticDocument.From(kind.In(Path.GetFileName(file), message))]);
    }

    private static PublishedFile Planned(string file, CancellationToken cancellation)
    {
        using var handle = File.OpenHandle(file);
        var digests = ContentDigests.Of(handle, cancellation);
        return new(file, digests.Size, digests.Sha256.ToString(), "planned", null, null, []);
    }

    // Secrets are never arguments: those are seen by everyone on the machine.
    private static HttpClient NewClient(Uri server, string? tokenFile)
    {
        var token = (tokenFile is null ? Environment.GetEnvironmentVariable(TokenVariable) : File.ReadAllText(tokenFile))?.Trim();
        var client = new HttpClient { BaseAddress = server, Timeout = TimeSpan.FromMinutes(10) };
        if (token is { Length: > 0 })
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private static ExitCode CodeOf(PublishedFile result) => result switch
    {
        { Outcome: not "failed" } => ExitCode.Done,
        { Status: 401 or 403 } => ExitCode.Authentication,
        { Status: 409 } => ExitCode.Conflict,
        { Status: 429 or >= 500 } => ExitCode.TryLater,
        { Status: null, Problems: [{ } problem] } when problem.Code == CliDiagnostics.ServerAway.Code => ExitCode.TryLater,
        _ => ExitCode.ProblemFound,
    };

    // What needs a person first: a credential, then the file, then the channel; waiting helps least often.
    private static ExitCode Worse(ExitCode one, ExitCode other)
    {
        ReadOnlySpan<ExitCode> order = [ExitCode.Done, ExitCode.TryLater, ExitCode.Conflict, ExitCode.ProblemFound, ExitCode.Authentication];
        return order.IndexOf(one) > order.IndexOf(other) ? one : other;
    }
}
