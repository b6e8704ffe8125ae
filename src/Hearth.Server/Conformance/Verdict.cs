namespace Hearth.Server.Conformance;

/// <summary>What became of one case, the worst last.</summary>
public enum Verdict
{
    /// <summary>The case does not apply, or what it looks at could not be had; its reason says which.</summary>
    Skipped,

    /// <summary>The rule holds in all that was looked at.</summary>
    Passed,

    /// <summary>Clients manage, but a recommendation is not followed.</summary>
    Warning,

    /// <summary>A rule is broken, or some client cannot use the channel.</summary>
    Failed,
}
