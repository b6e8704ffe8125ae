using System.Text;

namespace Hearth.Packages.Metadata;

/// <summary>A shortest list of line edits between two texts (E. Myers, "An O(ND) difference algorithm and its variations", 1986).</summary>
internal static class LineDifference
{
    // The trace takes the square of this; texts that differ more are summed up instead.
    private const int MostEdits = 1_000;

    public static IReadOnlyList<string> Between(byte[] before, byte[] after)
    {
        var a = LinesOf(before);
        var b = LinesOf(after);
        var trace = Trace(a, b);
        if (trace is null)
            return [$"@ more than {MostEdits} of {a.Length} and {b.Length} lines differ"];
        var edits = new List<string>();
        var (x, y) = (a.Length, b.Length);
        for (var d = trace.Count - 1; d > 0; d--)
        {
            var reached = trace[d - 1];
            var k = x - y;
            var isInsertion = k == -d || (k != d && Furthest(reached, k - 1) < Furthest(reached, k + 1));
            var previous = isInsertion ? k + 1 : k - 1;
            x = Furthest(reached, previous);
            y = x - previous;
            edits.Add(isInsertion ? $"+ {b[y]}" : $"- {a[x]}");
            edits.Add($"@ line {x + 1}");
        }
        edits.Reverse();
        return edits;
    }

    // The furthest point reached on each diagonal k with d edits, for d = 0, 1, 2 …: array d has diagonals -d to d.
    private static List<int[]>? Trace(string[] a, string[] b)
    {
        var trace = new List<int[]>();
        for (var d = 0; d <= MostEdits; d++)
        {
            var row = new int[(2 * d) + 1];
            for (var k = -d; k <= d; k += 2)
            {
                var x = d == 0 ? 0
                    : k == -d || (k != d && Furthest(trace[d - 1], k - 1) < Furthest(trace[d - 1], k + 1)) ? Furthest(trace[d - 1], k + 1)
                    : Furthest(trace[d - 1], k - 1) + 1;
                while (x < a.Length && x - k < b.Length && x - k >= 0 && a[x] == b[x - k])
                    x++;
                row[k + d] = x;
                if (x < a.Length || x - k < b.Length)
                    continue;
                trace.Add(row);
                return trace;
            }
            trace.Add(row);
        }
        return null;
    }

    private static int Furthest(int[] row, int k)
    {
        var at = k + (row.Length / 2);
        return at >= 0 && at < row.Length ? row[at] : -1;
    }

    private static string[] LinesOf(byte[] text) => text.Length == 0 ? [] : Encoding.UTF8.GetString(text).TrimEnd('\n').Split('\n');
}
