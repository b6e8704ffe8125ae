using Hearth.Foundation.Diagnostics;
using Hearth.Server.Api;

namespace Hearth.Server.Pages;

/// <summary>The page of an answer that says no.</summary>
internal static class RefusalView
{
    public static PageContent Of(ApiRefusal refusal)
    {
        var title = refusal.Status switch
        {
            401 => "Who asks?",
            403 => "Not allowed",
            404 => "Not here",
            503 => "Not now",
            _ => "That did not work",
        };
        return new PageContent($"{title} · Hearth", $"""
            <h1>{title}</h1>
            {refusal.Problems.Select(Problem)}
            <p><a href="/">All channels</a></p>
            """);
    }

    private static Html Problem(Diagnostic problem) => $"""
        <p class="lead">{problem.Message}.</p>
        <p class="soft"><code>{problem.Code}</code> {problem.Hint}</p>
        """;
}
