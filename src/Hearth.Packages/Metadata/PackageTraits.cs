namespace Hearth.Packages.Metadata;

/// <summary>What clients do with a package besides linking its files (CEP 34); channeldata.json publishes most of it.</summary>
[Flags]
public enum PackageTraits
{
    None = 0,

    /// <summary>Files in <c>etc/conda/activate.d/</c>.</summary>
    ActivateScripts = 1,

    /// <summary>Files in <c>etc/conda/deactivate.d/</c>.</summary>
    DeactivateScripts = 1 << 1,

    PreLinkScript = 1 << 2,
    PostLinkScript = 1 << 3,
    PreUnlinkScript = 1 << 4,
    PostUnlinkScript = 1 << 5,

    /// <summary>Text files whose prefix is replaced.</summary>
    TextPrefix = 1 << 6,

    /// <summary>Binary files whose prefix is replaced.</summary>
    BinaryPrefix = 1 << 7,

    /// <summary>Shortcuts: <c>Menu/*.json</c> (CEP 11).</summary>
    MenuItems = 1 << 8,

    /// <summary>Environment variables: files in <c>etc/conda/env_vars.d/</c>.</summary>
    EnvironmentVariables = 1 << 9,
}
