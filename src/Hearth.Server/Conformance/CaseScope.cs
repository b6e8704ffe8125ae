namespace Hearth.Server.Conformance;

/// <summary>How often a case runs.</summary>
public enum CaseScope
{
    /// <summary>Once for the channel.</summary>
    Channel,

    /// <summary>Once for each subdir.</summary>
    Subdir,
}
