using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Verification;

/// <summary>How a mirror compares with its source, and with its own word.</summary>
/// <param name="At">The instant that the comparison is of: when the source's indexes had been read.</param>
/// <param name="Source">The source that answered, without secrets.</param>
/// <param name="Revision">The mirror's own revision then.</param>
/// <param name="Compared">Artifacts that the source lists and the mirror is meant to list.</param>
/// <param name="Withdrawn">Artifacts that the mirror still lists and the source does not; by intent, for a time.</param>
/// <param name="Looked">Artifacts whose bytes were looked at.</param>
/// <param name="Bytes">Bytes that were read and hashed.</param>
/// <param name="IsResumed">Whether the reading went on where an earlier one was broken off.</param>
/// <param name="Repaired">Artifacts whose bytes were fetched again, as <c>subdir/file</c>.</param>
/// <param name="Problems">What is wrong, and was not repaired.</param>
public sealed record VerificationReport(
    DateTimeOffset At, string Source, long Revision, int Compared, int Withdrawn, long Looked, long Bytes, bool IsResumed, IReadOnlyList<string> Repaired, IReadOnlyList<Diagnostic> Problems);
