using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Log;

/// <summary>One fact of a log: numbered, dated, never edited and never deleted.</summary>
/// <param name="Revision">Its number; in each log they count from 1 without a gap.</param>
/// <param name="At">When it was accepted; never earlier than the change before it.</param>
/// <param name="Actor">Who did it: a user, a token or a program.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Subject">What it was done to, such as <c>linux-64/zlib-1.3-h1_0.conda</c>.</param>
/// <param name="Body">The details, as canonical JSON.</param>
/// <param name="Hash">The SHA-256 of the hash of the change before it and of everything above (docs/specs/log.md).</param>
public sealed record Change(long Revision, DateTimeOffset At, string Actor, ChangeKind Kind, string Subject, string Body, Sha256 Hash);
