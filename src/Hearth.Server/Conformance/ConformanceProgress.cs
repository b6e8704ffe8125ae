namespace Hearth.Server.Conformance;

/// <summary>How far a run is.</summary>
public sealed record ConformanceProgress(string Doing, int Done, int Total);
