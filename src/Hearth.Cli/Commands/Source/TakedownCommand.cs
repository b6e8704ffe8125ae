using System.CommandLine;
using Hearth.Channels.Sources;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source takedown SHA256</c>.</summary>
internal sealed class TakedownCommand : HearthCommand
{
    private readonly Argument<string> _digest = new("SHA256") { Description = "The source, whether or not the archive has it." };
    private readonly Option<string?> _reason = new("--reason") { Description = "Why, for everyone who asks for it.", HelpName = "TEXT" };
    private readonly Option<bool> _gone = new("--gone") { Description = "Answer 410 (gone) in place of 451 (unavailable for legal reasons)." };
    private readonly Option<bool> _erase = new("--erase") { Description = "Delete its bytes as well; only digest and reason are kept." };
    private readonly Option<bool> _lift = new("--lift") { Description = "Give it out again. What was erased is collected again where that can be done." };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be done." };
    private readonly SourceOptions _instance = new();

    public TakedownCommand()
        : base(
            "takedown",
            "Stop giving a source out. Its digest and the reason are kept, so that nobody collects it again; the log of the installation has an entry.",
            new Example("hearth source takedown SHA256 --reason 'court order 12/2027' --data ./hearth-data", "requests are answered with 451"),
            new Example("hearth source takedown SHA256 --lift --data ./hearth-data", "it is given out again"))
    {
        Arguments.Add(_digest);
        foreach (var option in (Option[])[_reason, _gone, _erase, _lift, _dryRun])
            Options.Add(option);
        _digest.Validators.Add(result =>
        {
            if (!Sha256.TryParse(result.GetValueOrDefault<string>(), null, out _))
                result.AddError("SHA256 is 64 hexadecimal digits");
        });
        Validators.Add(result =>
        {
            if (result.GetValue(_lift) == !string.IsNullOrWhiteSpace(result.GetValue(_reason)))
                result.AddError("give either --reason or --lift");
        });
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var sha256 = Sha256.Parse(parsed.GetRequiredValue(_digest));
            var takedowns = new SourceTakedowns(instance.Store);
            var (isDryRun, isLifted) = (parsed.GetValue(_dryRun), parsed.GetValue(_lift));
            var status = parsed.GetValue(_gone) ? SourceTakedown.Gone : SourceTakedown.Legal;
            var users = await new SourceUsers(instance.Store).OfAsync(sha256, cancellation);
            if (isLifted && await takedowns.OfAsync(sha256, cancellation) is null)
                throw SourceDiagnostics.NoSuchSource.Refuse(sha256.ToString(), "the source was not taken down");
            if (!isDryRun && isLifted)
                await takedowns.ReleaseAsync(sha256, Operator.Name, cancellation);
            else if (!isDryRun)
                await takedowns.TakeDownAsync(sha256, status, parsed.GetValue(_reason)!, Operator.Name, parsed.GetValue(_erase), cancellation);
            output.Show(
                new SourceTakedownDocument(
                    "hearth.source-takedown.1", sha256.ToString(), isLifted ? null : status, parsed.GetValue(_reason), parsed.GetValue(_erase), [.. users.Select(user => $"{user.Channel}/{user.Subdir}/{user.File}")]),
                CliJson.Default.SourceTakedownDocument,
                [
                    $"{sha256} {(isDryRun ? "would be" : "is")} {(isLifted ? "given out again" : FormattableString.Invariant($"taken down; requests are answered with {status}"))}",
                    .. users.Select(user => $"used by {user.Channel}/{user.Subdir}/{user.File}"),
                ]);
            return ExitCode.Done;
        });
    }
}
