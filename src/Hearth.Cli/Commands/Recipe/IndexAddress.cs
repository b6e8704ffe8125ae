using Hearth.Recipes.Generation;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>The address of an index on the command line.</summary>
internal static class IndexAddress
{
    /// <summary>With a <c>/</c> at the end, so that paths may be put behind it; null for none.</summary>
    public static Uri? Read(string? text)
    {
        if (text is null)
            return null;
        return Uri.TryCreate(text.EndsWith('/') ? text : $"{text}/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw GenerationDiagnostics.UpstreamAway.Refuse(text, "this is no http address");
    }
}
