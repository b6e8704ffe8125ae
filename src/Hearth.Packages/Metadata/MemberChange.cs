namespace Hearth.Packages.Metadata;

/// <summary>How a member of one package differs from the one of the same path in another.</summary>
[Flags]
public enum MemberChange
{
    None = 0,
    Added = 1,
    Removed = 1 << 1,
    Type = 1 << 2,
    Mode = 1 << 3,
    LinkTarget = 1 << 4,
    Content = 1 << 5,
}
