using System.CommandLine;
using System.Globalization;
using Hearth.Cli.Commands.Mirror;
using Hearth.Cli.Output;
using Hearth.Mirrors.Oci;
using Hearth.Mirrors.Sources;
using Hearth.Mirrors.Upstream;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source push TARGET</c>.</summary>
internal sealed class PushCommand : HearthCommand
{
    private readonly Argument<string> _target = new("TARGET") { Description = "oci://HOST/PATH: the repository that takes all sources." };
    private readonly Option<bool> _internal = new("--internal") { Description = "Also what is for those alone who are signed in; the registry must be for them alone too." };
    private readonly Option<string?> _token = new("--token-file") { Description = "A file with the credential for the registry: USER:PASSWORD, or a token. Without it: what other tools keep for it.", HelpName = "FILE" };
    private readonly HostOptions _hosts = HostOptions.OfRegistry();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Ask the registry, and only say what would travel." };
    private readonly SourceOptions _instance = new();

    public PushCommand()
        : base(
            "push",
            "Copy the sources that are for everyone to an OCI registry, each under a tag that is its SHA-256. What is there does not travel again.",
            new Example("hearth source push oci://registry.example.org/sources --data ./hearth-data", "a second home for sources"),
            new Example("hearth source push oci://registry.example.org/sources --dry-run --data ./hearth-data", "how much would travel"))
    {
        Arguments.Add(_target);
        foreach (var option in (Option[])[_internal, _token, _dryRun])
            Options.Add(option);
        _hosts.AddTo(this);
        _target.Validators.Add(result =>
        {
            if (!RegistryAddress.TryParse(result.GetValueOrDefault<string>(), null, out _))
                result.AddError("TARGET is oci://HOST/PATH");
        });
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var address = RegistryAddress.Parse(parsed.GetRequiredValue(_target));
            var terms = _hosts.Fill(parsed, new UpstreamTerms());
            var isDryRun = parsed.GetValue(_dryRun);
            using var registry = new Registry(address, terms, RegistryLogin.For(address, TokenFile.Read(parsed, _token), Environment.GetEnvironmentVariable), instance.Store.Clock);
            using var line = new ProgressLine(output);
            var pushed = await new SourcePush(instance.Store, registry, instance.SourcePolicy).RunAsync(parsed.GetValue(_internal), isDryRun, new Shown(line), cancellation);
            line.Dispose();
            output.Show(
                new SourcePushDocument("hearth.source-push.1", address.ToString(), isDryRun, pushed.Sources, pushed.Sent, pushed.Bytes, pushed.Kept),
                CliJson.Default.SourcePushDocument,
                [string.Create(CultureInfo.InvariantCulture, $"{address}: {pushed.Sent:n0} of {pushed.Sources:n0} sources, {ProgressLine.Size(pushed.Bytes)} {(isDryRun ? "would travel" : "sent")}; {pushed.Kept:n0} are not given away")]);
            return ExitCode.Done;
        });
    }

    private sealed class Shown(ProgressLine line) : IProgress<CollectProgress>
    {
        public void Report(CollectProgress value) => line.Show(value.Activity, value.Done, value.Total, value.Bytes);
    }
}
