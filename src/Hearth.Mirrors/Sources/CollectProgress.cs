namespace Hearth.Mirrors.Sources;

/// <summary>How far a collection is.</summary>
/// <param name="Activity">What is being done.</param>
/// <param name="Done">Artifacts or sources done.</param>
/// <param name="Total">All of them; 0 while that is not known.</param>
/// <param name="Bytes">Bytes downloaded.</param>
public readonly record struct CollectProgress(string Activity, int Done = 0, int Total = 0, long Bytes = 0);
