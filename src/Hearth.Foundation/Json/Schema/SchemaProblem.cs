namespace Hearth.Foundation.Json.Schema;

/// <summary>One way in which a document does not match its schema.</summary>
/// <param name="Place">The value that is wrong; for a missing key, the object that lacks it.</param>
/// <param name="Keyword">The JSON Schema keyword that it offends.</param>
/// <param name="Message">What is wrong, for people, without the place.</param>
public sealed record SchemaProblem(Place Place, string Keyword, string Message)
{
    /// <summary>The kind of value that would fit, where the whole value is of the wrong kind: such problems of several
    /// alternatives are told as one.</summary>
    internal string? Wanted { get; init; }
}
