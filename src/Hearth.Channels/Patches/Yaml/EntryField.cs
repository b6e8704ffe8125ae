namespace Hearth.Channels.Patches.Yaml;

/// <summary>The fields of a record that are lists of entries.</summary>
internal enum EntryField
{
    Depends,
    Constrains,
    TrackFeatures,
}
