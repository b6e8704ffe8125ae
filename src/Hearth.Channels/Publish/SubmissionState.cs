namespace Hearth.Channels.Publish;

/// <summary>How far an artifact is on its way from staging to production. The names in lower case are what the interface and the database say.</summary>
public enum SubmissionState
{
    /// <summary>Its upload or its submission arrived.</summary>
    Received,

    /// <summary>It is being checked.</summary>
    Checking,

    /// <summary>It passed the checks, and waits for a person.</summary>
    Waiting,

    /// <summary>It may be published, and is being copied.</summary>
    Approved,

    /// <summary>The checks or a person refused it.</summary>
    Rejected,

    /// <summary>Production lists it.</summary>
    Published,

    /// <summary>It was approved, and then could not be copied.</summary>
    Failed,
}
