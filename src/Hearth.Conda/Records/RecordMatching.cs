using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;
using Hearth.Foundation.Hashing;

namespace Hearth.Conda.Records;

/// <summary>Matches records against MatchSpecs (CEP 29).</summary>
public static class RecordMatching
{
    /// <summary>What a MatchSpec looks at; a version that no client can parse counts as 0.</summary>
    /// <param name="record">The record.</param>
    /// <param name="file">The artifact's file name.</param>
    public static MatchCandidate ToCandidate(this PackageRecord record, string file) => new()
    {
        Name = PackageName.Lenient(record.Name),
        Version = CondaVersion.TryParse(record.Version, null, out var version) ? version : default,
        Build = record.Build,
        BuildNumber = record.BuildNumber,
        Subdir = Subdir.TryParse(record.Subdir, null, out var subdir) ? subdir : null,
        FileName = file,
        Md5 = Md5.TryParse(record.Text(RecordField.Md5), null, out var md5) ? md5 : null,
        Sha256 = Sha256.TryParse(record.Text(RecordField.Sha256), null, out var sha256) ? sha256 : null,
        License = record.License,
        LicenseFamily = record.Text("license_family"u8),
        Features = record.Text("features"u8),
        TrackFeatures = record.Text(RecordField.TrackFeatures),
        Flags = record.Has(RecordField.Flags) ? record.Texts(RecordField.Flags) : null,
    };
}
