namespace Hearth.Mirrors.Sources;

/// <summary>What a policy says of a source.</summary>
/// <param name="Audience">Who is given it.</param>
/// <param name="Reason">Why, in words without a full stop.</param>
public readonly record struct SourceJudgement(SourceAudience Audience, string Reason);
