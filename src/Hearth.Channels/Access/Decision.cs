namespace Hearth.Channels.Access;

/// <summary>Whether someone may do something, and why not.</summary>
/// <param name="Verdict">Allowed or not.</param>
/// <param name="Reason">Why not, for the one who asked; empty if allowed.</param>
public readonly record struct Decision(Verdict Verdict, string Reason)
{
    public static Decision Allowed { get; } = new(Verdict.Allowed, "");

    public static Decision Refused(string reason) => new(Verdict.Refused, reason);

    public bool IsAllowed => Verdict == Verdict.Allowed;
}
