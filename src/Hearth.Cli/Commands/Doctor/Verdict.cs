namespace Hearth.Cli.Commands.Doctor;

/// <summary>What the doctor thinks of one thing.</summary>
internal enum Verdict
{
    Fine,

    /// <summary>It works, and will not for ever.</summary>
    Warning,

    /// <summary>A server cannot do its work so.</summary>
    Problem,
}
