namespace Hearth.Channels.Access;

/// <summary>What a token may be used for. Unlike roles, none includes another: a token to publish with need not be able to read.</summary>
[Flags]
public enum Verbs
{
    None = 0,

    /// <summary>What a <see cref="Role.Reader"/> may do.</summary>
    Read = 1,

    /// <summary>What a <see cref="Role.Publisher"/> may do beyond reading.</summary>
    Publish = 2,

    /// <summary>What a <see cref="Role.Maintainer"/> and a <see cref="Role.Owner"/> may do beyond that.</summary>
    Manage = 4,

    /// <summary>What an <see cref="Role.Admin"/> may do beyond that.</summary>
    Administer = 8,

    All = Read | Publish | Manage | Administer,
}
