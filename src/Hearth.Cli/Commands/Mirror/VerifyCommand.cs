using System.CommandLine;
using System.Globalization;
using Hearth.Cli.Output;
using Hearth.Mirrors.Syncing;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror verify NAME</c>.</summary>
internal sealed class VerifyCommand : HearthCommand
{
    private readonly MirrorArgument _mirror = new();
    private readonly Option<bool> _metadataOnly = new("--metadata-only") { Description = "Do not read and hash the bytes of artifacts." };
    private readonly Option<string?> _token = TokenFile.Option();

    public VerifyCommand()
        : base(
            "verify",
            "Compare a mirror with its source as both are now, and every byte that it holds with its digest. Changes nothing.",
            new Example("hearth mirror verify forge --data ./hearth-data", "everything"),
            new Example("hearth mirror verify forge --metadata-only --data ./hearth-data --json", "quickly, for a monitor"))
    {
        _mirror.AddTo(this);
        Options.Add(_metadataOnly);
        Options.Add(_token);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _mirror.OpenAsync(parsed, cancellation);
            var channel = await _mirror.FindAsync(parsed, instance, cancellation);
            using var upstream = MirrorDefinition.Open(channel.Settings.Mirror!, TokenFile.Read(parsed, _token), TimeProvider.System);
            var (compared, problems) = await new MirrorVerification(instance.Store, upstream).RunAsync(channel, !parsed.GetValue(_metadataOnly), cancellation);
            output.Report(problems);
            if (output.IsJson)
                output.Document(new MirrorVerificationDocument("hearth.mirror-verify.1", channel.Name.ToString(), problems.Count == 0, compared, [.. problems.Select(DiagnosticDocument.From)]), CliJson.Default.MirrorVerificationDocument);
            else
                output.Line(string.Create(CultureInfo.InvariantCulture, $"{channel.Name}: {compared:n0} artifacts compared, {problems.Count:n0} problems"));
            return problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }
}
