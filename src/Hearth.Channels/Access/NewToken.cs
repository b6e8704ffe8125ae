namespace Hearth.Channels.Access;

/// <summary>A token that was just made. Its text is nowhere else, and cannot be had again.</summary>
public sealed record NewToken(TokenText Text, ApiToken Token);
