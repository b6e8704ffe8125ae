using Hearth.Conda.Repodata;

namespace Hearth.Channels.History;

/// <summary>A listed file whose record a patch removes.</summary>
/// <param name="Group">Where its record would stand.</param>
/// <param name="File">The file name.</param>
/// <param name="RunExports">Its run exports, which run_exports.json tells all the same; canonical JSON, empty means unknown.</param>
internal sealed record HiddenFile(RecordGroup Group, string File, byte[] RunExports);
