namespace Hearth.Channels.Access;

/// <summary>How a question of access was decided.</summary>
public enum Verdict
{
    Refused,

    /// <summary>Refused because it is not known who asks: a credential may help (HTTP 401).</summary>
    Unidentified,

    Allowed,
}
