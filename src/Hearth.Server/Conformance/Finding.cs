namespace Hearth.Server.Conformance;

/// <summary>One place where a channel does not do what a case expects.</summary>
/// <param name="IsFailure">Whether a rule is broken; otherwise a recommendation is not followed.</param>
/// <param name="Request">What was asked for, relative to the channel and without credentials.</param>
/// <param name="Expected">What the rule demands.</param>
/// <param name="Actual">What was found.</param>
/// <param name="Hint">What it does to clients, or what to do about it.</param>
public sealed record Finding(bool IsFailure, string Request, string Expected, string Actual, string? Hint);
