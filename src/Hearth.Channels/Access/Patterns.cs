using Hearth.Channels.Publish;

namespace Hearth.Channels.Access;

internal static class Patterns
{
    /// <summary>
    /// Whether all that the inner pattern covers is covered by the outer one; never says so wrongly. The stars of the inner one are
    /// ordinary characters to the outer one's stars, but <c>?</c> would take a star for one character.
    /// </summary>
    public static bool Includes(string outer, string inner) =>
        outer == inner || ((!inner.Contains('*', StringComparison.Ordinal) || !outer.Contains('?', StringComparison.Ordinal)) && NamePattern.Covers(outer, inner));

    /// <summary>Whether a limit takes away no more than another does; an empty list takes away nothing.</summary>
    public static bool Includes(IReadOnlyList<string> wide, IReadOnlyList<string> narrow, Func<string, string, bool> includes) =>
        wide.Count == 0 || (narrow.Count > 0 && narrow.All(inner => wide.Any(outer => includes(outer, inner))));
}
