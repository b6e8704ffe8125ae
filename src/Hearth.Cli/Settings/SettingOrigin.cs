namespace Hearth.Cli.Settings;

/// <summary>Where a value comes from; the first that has one decides.</summary>
internal enum SettingOrigin
{
    Flag,
    Environment,
    File,
    Default,
}
