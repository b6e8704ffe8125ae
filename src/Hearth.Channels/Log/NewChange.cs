namespace Hearth.Channels.Log;

/// <summary>A change that is to be added to a log.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Subject">What it is done to.</param>
/// <param name="Body">The details, as canonical JSON.</param>
internal sealed record NewChange(ChangeKind Kind, string Subject, string Body);
