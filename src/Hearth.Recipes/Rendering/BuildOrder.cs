using System.Text.Json.Nodes;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Rendering;

/// <summary>Outputs in the order of the recipe, but each behind those that it pins (CEP 14 §Outputs section).</summary>
internal static class BuildOrder
{
    public static IReadOnlyList<OutputDraft> Of(IReadOnlyList<OutputDraft> drafts, RecipeDocument document, List<Diagnostic> problems)
    {
        var ordered = new List<OutputDraft>(drafts.Count);
        var waiting = drafts.ToList();
        while (waiting.Count > 0)
        {
            var before = ordered.Count;
            foreach (var draft in waiting.ToList())
            {
                if (waiting.Any(other => !ReferenceEquals(other, draft) && Needs(draft, other.Name)))
                    continue;
                ordered.Add(draft);
                waiting.Remove(draft);
            }
            if (ordered.Count > before)
                continue;
            // A circle: harmless where versions are pinned, impossible where build strings are.
            if (waiting.Find(draft => draft.Requirements("build", "host", "run").Any(requirement => Requirements.ExactSubpackage(requirement) is not null)) is { } circular)
            {
                problems.Add(document.Tree.At(
                    RenderingDiagnostics.CyclicOutputs, circular.Source.Node, $"{string.Join(", ", waiting.Select(draft => $"'{draft.Name}'"))} need each other"));
            }
            ordered.AddRange(waiting);
            break;
        }
        return ordered;
    }

    private static bool Needs(OutputDraft draft, string name) => draft.Requirements("build", "host", "run").Any(requirement =>
        requirement is JsonObject && Requirements.NameOf(requirement) == name);
}
