using System.Text.Json.Nodes;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Rendering;

/// <summary>The order in which outputs are built: each behind those that it needs (CEP 14 §Outputs section).</summary>
internal static class BuildOrder
{
    private static readonly string[] Needing = ["build", "host", "run"];
    private static readonly string[] Pinning = [.. Needing, "run_constraints", "run_exports"];

    public static IReadOnlyList<OutputDraft> Of(IReadOnlyList<OutputDraft> drafts, RendererRules rules, RecipeDocument document, List<Diagnostic> problems)
    {
        var circle = drafts.ToList();
        var ordered = InRounds(circle, draft => Pins(Needing.Select(section => draft.Sections["requirements"]?[section])));
        if (circle.Find(draft => draft.Requirements(Needing).Any(requirement => Requirements.ExactSubpackage(requirement) is not null)) is { } circular)
        {
            // A circle: harmless where versions are pinned, impossible where build strings are.
            problems.Add(document.Tree.At(
                RenderingDiagnostics.CyclicOutputs, circular.Source.Node, $"{string.Join(", ", circle.Select(draft => $"'{draft.Name}'"))} need each other"));
        }
        return rules == RendererRules.Until057 ? DepthFirst(drafts) : [.. ordered, .. circle];
    }

    // Round after round, the outputs that wait for no other, in the order of the recipe. What waits for ever stays behind.
    private static List<OutputDraft> InRounds(List<OutputDraft> waiting, Func<OutputDraft, IEnumerable<string>> needs)
    {
        var ordered = new List<OutputDraft>(waiting.Count);
        for (var before = -1; ordered.Count > before;)
        {
            before = ordered.Count;
            foreach (var draft in waiting.ToList())
            {
                if (needs(draft).Any(name => name != draft.Name && waiting.Exists(other => other.Name == name)))
                    continue;
                ordered.Add(draft);
                waiting.Remove(draft);
            }
        }
        return ordered;
    }

    // What petgraph's sort gives for edges from an output to those that build with it or pin it: the reverse of the order in which a
    // search from one output after the other, to those that need it, has finished with them.
    private static List<OutputDraft> DepthFirst(IReadOnlyList<OutputDraft> drafts)
    {
        List<HashSet<string>> needed = [.. drafts.Select(draft => Needed(draft).ToHashSet(StringComparer.Ordinal))];
        var finished = new List<OutputDraft>(drafts.Count);
        var seen = new bool[drafts.Count];
        var path = new Stack<(int Index, IEnumerator<int> Next)>();
        for (var root = 0; root < drafts.Count; root++)
        {
            Enter(root);
            while (path.TryPeek(out var at))
            {
                if (at.Next.MoveNext())
                    Enter(at.Next.Current);
                else
                    finished.Add(drafts[path.Pop().Index]);
            }
        }
        finished.Reverse();
        return finished;

        void Enter(int index)
        {
            if (!seen[index])
                path.Push((index, Enumerable.Range(0, drafts.Count).Where(other => drafts[other].Name != drafts[index].Name && needed[other].Contains(drafts[index].Name)).GetEnumerator()));
            seen[index] = true;
        }
    }

    private static IEnumerable<string> Needed(OutputDraft draft) =>
    [
        .. draft.Requirements("build", "host").Select(Requirements.NameOf),
        .. Pins(Pinning.Select(section => draft.Sections["requirements"]?[section])),
    ];

    // The outputs that are pinned, at whatever depth: run exports have sections of their own.
    private static IEnumerable<string> Pins(IEnumerable<JsonNode?> nodes) => nodes.SelectMany(node => node switch
    {
        JsonArray list => Pins(list),
        JsonObject map when map[Requirements.PinSubpackage] is not null || map[Requirements.PinCompatible] is not null => [Requirements.NameOf(map)],
        JsonObject map => Pins(map.Select(entry => entry.Value)),
        _ => [],
    });
}
