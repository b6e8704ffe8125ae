namespace Journeys.Programs;

/// <summary>One request that a client made, and how it was answered.</summary>
public readonly record struct Request(string Method, string Path, int Status)
{
    public override string ToString() => $"{Method} {Path} {Status}";
}
