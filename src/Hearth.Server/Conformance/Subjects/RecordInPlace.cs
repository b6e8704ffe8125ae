using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>A record, and where it is listed.</summary>
/// <param name="Subdir">The subdir of the document.</param>
/// <param name="Group">The map.</param>
/// <param name="Key">The key in the map.</param>
/// <param name="Record">The record itself.</param>
internal sealed record RecordInPlace(string Subdir, RecordGroup Group, string Key, PackageRecord Record)
{
    public string File => Group.FileOf(Key);
}
