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
}
