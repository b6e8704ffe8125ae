using System.CommandLine;
using Hearth.Channels.Sources;
using Hearth.Cli.Output;
using Hearth.Mirrors.Sources;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source add FROM</c>.</summary>
internal sealed class AddCommand : HearthCommand
{
    private readonly Argument<string> _from = new("FROM") { Description = "A file, an http or https address, or git+ADDRESS#REVISION." };
    private readonly Option<string?> _digest = new("--digest") { Description = "The digest that it must have, as ALGORITHM:HEX or HEX: sha256, sha512, sha1 or md5.", HelpName = "DIGEST" };
    private readonly Option<string[]> _urls = new("--url") { Description = "An address that it is known under, besides; may be given several times.", HelpName = "URL" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Fetch and hash it, and do not keep it." };
    private readonly HostOptions _hosts = HostOptions.OfPolicy();
    private readonly SourceOptions _instance = new();

    public AddCommand()
        : base(
            "add",
            "Bring a source into the archive: a file that you have, or one at an address. The next collection finds it by its digest.",
            new Example("hearth source add zlib-1.3.tar.gz --url https://example.org/zlib-1.3.tar.gz --data ./hearth-data", "a file that upstream lost"),
            new Example("hearth source add git+https://example.org/tool.git#v1.2 --data ./hearth-data", "the history of a tag"))
    {
        Arguments.Add(_from);
        foreach (var option in (Option[])[_digest, _urls, _dryRun])
            Options.Add(option);
        _digest.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !SourceDigest.TryParse(text, out _))
                result.AddError("--digest is a SHA-256, SHA-512, SHA-1 or MD5 in hexadecimal digits");
        });
        _urls.Validators.Add(result =>
        {
            if ((result.GetValueOrDefault<string[]>() ?? []).Any(text => !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https")))
                result.AddError("--url is an http or https address");
        });
        _hosts.AddTo(this);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            SourceDigest? expected = parsed.GetValue(_digest) is { } text && SourceDigest.TryParse(text, out var digest) ? digest : null;
            var addition = new SourceAddition(instance.Store, _hosts.Fill(parsed, instance.SourcePolicy), new CollectTerms { Actor = Operator.Name });
            var (digests, outcome) = await addition.AddAsync(parsed.GetRequiredValue(_from), expected, parsed.GetValue(_urls) ?? [], parsed.GetValue(_dryRun), cancellation);
            var word = outcome switch { null => "would be added", KeepOutcome.Added => "added", _ => "was there" };
            output.Show(
                new SourceAddDocument("hearth.source-add.1", digests.Sha256.ToString(), digests.Sha512, digests.Sha1, digests.Md5, digests.Size, outcome switch { null => null, KeepOutcome.Added => true, _ => false }),
                CliJson.Default.SourceAddDocument,
                [$"{digests.Sha256}  {ProgressLine.Size(digests.Size)}  {word}"]);
            return ExitCode.Done;
        });
    }
}
