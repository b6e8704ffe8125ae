namespace Hearth.Conda.Licences;

/// <summary>What a policy says of one licence.</summary>
/// <param name="IsAllowed">Whether the work may be used.</param>
/// <param name="Reason">Why, in one sentence without a full stop.</param>
/// <param name="Expression">The licence as it was understood; null if it was not.</param>
public sealed record LicenceVerdict(bool IsAllowed, string Reason, LicenceExpression? Expression);
