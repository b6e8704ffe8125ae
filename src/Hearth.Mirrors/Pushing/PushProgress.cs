namespace Hearth.Mirrors.Pushing;

/// <summary>How far a push is.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Done">Units done, of those that the target may lack.</param>
/// <param name="Total">All of these.</param>
/// <param name="Bytes">The bytes that travelled.</param>
public readonly record struct PushProgress(string Activity, int Done, int Total, long Bytes);
