using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Pushing;

/// <summary>What a push did, or would do.</summary>
/// <param name="Target">The target, without secrets.</param>
/// <param name="Revision">The state.</param>
/// <param name="Packages">Its packages.</param>
/// <param name="Shards">Its shards.</param>
/// <param name="Documents">Its indexes and other documents.</param>
/// <param name="Problems">What could not be sent, and why. If there are any, no document was sent.</param>
public sealed record PushReport(string Target, long Revision, PushedFiles Packages, PushedFiles Shards, PushedFiles Documents, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>The bytes that travelled.</summary>
    public long Bytes => Packages.Bytes + Shards.Bytes + Documents.Bytes;

    /// <summary>Whether the target had all of it already.</summary>
    public bool IsUnchanged => Problems.Count == 0 && Packages.Sent + Shards.Sent + Documents.Sent == 0;
}
