using System.Text;

namespace Hearth.Recipes.Maintenance;

/// <summary>The difference of two texts as a patch that <c>git apply</c> and <c>patch</c> take.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;

    /// <summary>The patch; empty if the texts are equal.</summary>
    public static string Of(string before, string after, string path)
    {
        if (before == after)
            return "";
        var (old, now) = (Lines(before), Lines(after));
        var patch = new StringBuilder($"--- a/{path}\n+++ b/{path}\n");
        foreach (var hunk in Hunks(Operations(old, now)))
            Write(patch, hunk);
        return patch.ToString();
    }

    private static List<string> Lines(string text)
    {
        var lines = text.Split('\n').ToList();
        if (lines[^1].Length == 0)
            lines.RemoveAt(lines.Count - 1);
        else
            lines[^1] += "\n\\ No newline at end of file";
        return lines;
    }

    // The longest common subsequence between what is equal at both ends; recipes are short.
    private static List<Operation> Operations(List<string> old, List<string> now)
    {
        var lengths = new int[old.Count + 1, now.Count + 1];
        for (var i = old.Count - 1; i >= 0; i--)
        {
            for (var j = now.Count - 1; j >= 0; j--)
                lengths[i, j] = old[i] == now[j] ? lengths[i + 1, j + 1] + 1 : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
        }
        var operations = new List<Operation>();
        var (a, b) = (0, 0);
        while (a < old.Count || b < now.Count)
        {
            if (a < old.Count && b < now.Count && old[a] == now[b])
                operations.Add(new Operation(' ', old[a], a++, b++));
            else if (a < old.Count && (b == now.Count || lengths[a + 1, b] >= lengths[a, b + 1]))
                operations.Add(new Operation('-', old[a], a++, b));
            else
                operations.Add(new Operation('+', now[b], a, b++));
        }
        return operations;
    }

    private static IEnumerable<List<Operation>> Hunks(List<Operation> operations)
    {
        var changed = Enumerable.Range(0, operations.Count).Where(i => operations[i].Sign != ' ').ToList();
        for (var i = 0; i < changed.Count;)
        {
            var start = Math.Max(0, changed[i] - Context);
            var end = changed[i];
            while (i < changed.Count && changed[i] <= end + 2 * Context + 1)
                end = changed[i++];
            yield return operations[start..Math.Min(operations.Count, end + Context + 1)];
        }
    }

    private static void Write(StringBuilder patch, List<Operation> hunk)
    {
        var (removed, added) = (hunk.Count(one => one.Sign != '+'), hunk.Count(one => one.Sign != '-'));
        patch.Append("@@ -").Append(hunk[0].OldLine + (removed > 0 ? 1 : 0)).Append(',').Append(removed)
            .Append(" +").Append(hunk[0].NewLine + (added > 0 ? 1 : 0)).Append(',').Append(added).Append(" @@\n");
        foreach (var one in hunk)
            patch.Append(one.Sign).Append(one.Text).Append('\n');
    }

    private sealed record Operation(char Sign, string Text, int OldLine, int NewLine);
}
