namespace Hearth.Cli.Commands.Job;

/// <summary><c>hearth job</c>: the work that servers do beside their answers.</summary>
internal sealed class JobCommand : HearthCommand
{
    public JobCommand()
        : base(
            "job",
            "Look at the jobs of an installation, try them again, stop them.",
            new Example("hearth job list --data ./hearth-data", "every job, newest first"),
            new Example("hearth job retry 12 --data ./hearth-data", "do a job that failed once more"))
    {
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new ShowCommand());
        Subcommands.Add(new RetryCommand());
        Subcommands.Add(new CancelCommand());
    }
}
