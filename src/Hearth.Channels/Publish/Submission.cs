using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>An artifact on its way from a staging channel to production.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Staging">The channel where it lies.</param>
/// <param name="Subdir">Where it lies there.</param>
/// <param name="File">Its file name.</param>
/// <param name="Sha256">The digest that it is held to; null if staging never had it.</param>
/// <param name="Label">The label that it shall have.</param>
/// <param name="State">How far it is.</param>
/// <param name="Actor">Who submitted it.</param>
/// <param name="Owners">The feedstocks, users and teams that the submitter spoke for.</param>
/// <param name="Problems">Why it does not go on.</param>
/// <param name="Received">When it was submitted.</param>
/// <param name="Decided">When it was approved or rejected; null while it waits.</param>
/// <param name="Decider">The person who decided; null if the checks did.</param>
/// <param name="Reason">What that person said.</param>
public sealed record Submission(
    long Id, string Staging, string Subdir, string File, Sha256? Sha256, string Label, SubmissionState State, string Actor, IReadOnlyList<string> Owners,
    IReadOnlyList<SubmissionProblem> Problems, DateTimeOffset Received, DateTimeOffset? Decided, string? Decider, string? Reason);
