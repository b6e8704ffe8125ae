namespace Hearth.Foundation.Diagnostics;

/// <summary>A place in a text file; both numbers count from 1.</summary>
public readonly record struct TextPosition(int Line, int Column)
{
    public override string ToString() => $"{Line}:{Column}";
}
