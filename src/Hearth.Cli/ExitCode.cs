namespace Hearth.Cli;

/// <summary>What a command says to the shell; the same for every command.</summary>
internal enum ExitCode
{
    /// <summary>Done; nothing wrong was found.</summary>
    Done = 0,

    /// <summary>Something is wrong with what the command looked at; the diagnostics say what.</summary>
    ProblemFound = 1,

    /// <summary>The command line itself is wrong.</summary>
    Usage = 2,

    /// <summary>A defect in Hearth.</summary>
    Internal = 3,

    /// <summary>A credential is missing or was refused.</summary>
    Authentication = 4,

    /// <summary>The state of the channel forbids it.</summary>
    Conflict = 5,

    /// <summary>Someone else is at work, or something is out of reach for now.</summary>
    TryLater = 6,

    /// <summary>Stopped by Ctrl-C.</summary>
    Interrupted = 130,
}
