namespace Hearth.Mirrors.Sources;

/// <summary>Who is given a source.</summary>
public enum SourceAudience
{
    /// <summary>Everyone who may read a channel that lists something built from it.</summary>
    Everyone,

    /// <summary>Those of them who are signed in, or show a token.</summary>
    Internal,

    /// <summary>Nobody: it is kept.</summary>
    Nobody,
}
