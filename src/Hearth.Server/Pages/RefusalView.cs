using Hearth.Foundation.Diagnostics;
using Hearth.Server.Api;

namespace Hearth.Server.Pages;

/// <summary>The page of an answer that says no.</summary>
internal static class RefusalView
{
    /// <summary>The page of a refusal.</summary>
    /// <param name="refusal">What is said.</param>
    /// <param name="here">The address that was asked for, to come back to.</param>
    public static PageContent Of(ApiRefusal refusal, string here)
    {
        var title = refusal.Status switch
        {
            401 => "Sign in to see this",
            403 => "Not allowed",
            404 => "Not here",
            409 => "Not any more",
            429 => "Too often",
            503 => "Not now",
            _ => "That did not work",
        };
        return new PageContent($"{title} · Hearth", $"""
            <h1>{title}</h1>
            {refusal.Problems.Select(Problem)}
            <p>{(refusal.Status == 401 ? (Html)$"""<a class="button" href="{PageAddress.SignIn(here)}">Sign in</a>""" : $"""<a href="/">All channels</a>""")}</p>
            """);
    }

    private static Html Problem(Diagnostic problem) => $"""
        <p class="lead">{problem.Message}.</p>
        <p class="soft"><code>{problem.Code}</code> {problem.Hint}</p>
        """;
}
