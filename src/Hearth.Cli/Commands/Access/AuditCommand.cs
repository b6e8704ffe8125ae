using Hearth.Channels.Access;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Access;

/// <summary><c>hearth audit verify</c>: whether the logs are what was written.</summary>
internal sealed class AuditCommand : HearthCommand
{
    public AuditCommand()
        : base("audit", "Look at the logs of a server as evidence.", new Example("hearth audit verify --data ./hearth-data", "whether anyone altered them")) =>
        Subcommands.Add(new VerifyCommand());

    private sealed class VerifyCommand : HearthCommand
    {
        private readonly DataOptions _where = new();

        public VerifyCommand()
            : base(
                "verify",
                "Follow the hashes of every log, the instance's and each channel's, from the first change to the last.",
                new Example("hearth audit verify --data ./hearth-data", "exit code 1 if a log was altered"))
        {
            _where.AddTo(this, changes: false);
            Runs((parsed, output, cancellation) => _where.WithAsync(
                parsed,
                async (database, _) =>
                {
                    var logs = new List<CheckedLog>();
                    await foreach (var log in AuditCheck.RunAsync(database, cancellation))
                    {
                        logs.Add(log);
                        Tell(log, output);
                    }
                    var holds = logs.TrueForAll(log => log.FirstBreak is null);
                    if (output.IsJson)
                        output.Document(new AuditDocument("hearth.audit-verify.1", holds, logs), CliJson.Default.AuditDocument);
                    return holds ? ExitCode.Done : ExitCode.ProblemFound;
                },
                cancellation));
        }

        private static void Tell(CheckedLog log, CommandOutput output)
        {
            var name = log.Channel.Length > 0 ? log.Channel : "the instance";
            if (log.FirstBreak is { } revision)
                output.Report(AccessDiagnostics.BrokenLog.In(null, $"the log of {name} is not what was written from revision {revision} on"));
            else if (!output.IsJson)
                output.Line($"{name}: {log.Revisions} changes hold");
        }
    }
}
