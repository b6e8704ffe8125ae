using Hearth.Conda.Records;

namespace Hearth.Channels.Patches;

/// <summary>What one source, or one document of it, does to a record.</summary>
/// <param name="Source">The file, folder or package.</param>
/// <param name="Line">Where the document begins; null if the source is not patch YAML.</param>
/// <param name="Before">The record that it meets.</param>
/// <param name="After">The record that it leaves; null if it removes it.</param>
public sealed record PatchStep(string Source, int? Line, PackageRecord Before, PackageRecord? After);
