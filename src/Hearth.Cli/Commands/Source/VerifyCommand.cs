using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Sources;
using Hearth.Cli.Output;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source verify</c>.</summary>
internal sealed class VerifyCommand : HearthCommand
{
    private const int AtATime = 500;

    private readonly Argument<string[]> _which = new("SHA256") { Description = "The sources; all if left out.", Arity = ArgumentArity.ZeroOrMore };
    private readonly SourceOptions _instance = new();

    public VerifyCommand()
        : base(
            "verify",
            "Read and hash every byte of the archive. What is damaged is given out no more, and collected again where that can be done.",
            new Example("hearth source verify --data ./hearth-data", "everything"),
            new Example("hearth source verify --data ./hearth-data --json", "for a monitor"))
    {
        Arguments.Add(_which);
        _which.Validators.Add(result =>
        {
            if ((result.GetValueOrDefault<string[]>() ?? []).Any(text => !Sha256.TryParse(text, null, out _)))
                result.AddError("SHA256 is 64 hexadecimal digits");
        });
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var archive = new SourceArchive(instance.Store);
            var problems = new List<Diagnostic>();
            var (count, bytes) = (0L, 0L);
            using var line = new ProgressLine(output);
            await foreach (var source in ChosenAsync(archive, parsed.GetValue(_which) ?? [], cancellation))
            {
                if (await archive.VerifyAsync(source, cancellation) is { } problem)
                    problems.Add(SourceDiagnostics.Damaged.In(source.Sha256.ToString(), problem));
                (count, bytes) = (count + 1, bytes + source.Size);
                line.Show("hashing sources", count, 0, bytes);
            }
            line.Dispose();
            output.Report(problems);
            output.Show(
                new SourceVerifyDocument("hearth.source-verify.1", problems.Count == 0, count, bytes, [.. problems.Select(DiagnosticDocument.From)]),
                CliJson.Default.SourceVerifyDocument,
                [string.Create(CultureInfo.InvariantCulture, $"{count:n0} sources hashed, {ProgressLine.Size(bytes)}, {problems.Count:n0} damaged")]);
            return problems.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }

    // What was erased by a takedown has no bytes to be read.
    private static async IAsyncEnumerable<ArchivedSource> ChosenAsync(SourceArchive archive, string[] which, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var text in which)
            yield return await archive.FindAsync(Sha256.Parse(text), cancellation) ?? throw SourceDiagnostics.NoSuchSource.Refuse(null, $"the archive has no source '{text}'");
        ArchivedSource? last = null;
        while (which.Length == 0 && await archive.ListAsync(last, AtATime, cancellation) is { Count: > 0 } page)
        {
            foreach (var source in page.Where(source => source.Takedown is not { IsErased: true }))
                yield return source;
            last = page[^1];
        }
    }
}
