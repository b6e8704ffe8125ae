using Hearth.Conda.MatchSpecs;
using Hearth.Testing;

namespace Hearth.Conda.Tests.MatchSpecs;

/// <summary>What rattler makes of MatchSpecs and conditions, from its snapshots.</summary>
public sealed class RattlerSnapshotTests
{
    private static string[] Lines(string snapshot) =>
        File.ReadAllLines(SharedData.PathTo("data", "versions", "rattler-snapshots", snapshot + ".snap.txt"));

    [Fact]
    public void Conditions_nest_as_in_rattler()
    {
        var lines = Lines("match_spec__condition__tests__condition_parsing_snapshots");
        var starts = Enumerable.Range(0, lines.Length).Where(i => lines[i].StartsWith("- - ", StringComparison.Ordinal)).Append(lines.Length).ToArray();
        Assert.True(starts.Length > 10);
        for (var i = 0; i + 1 < starts.Length; i++)
        {
            var text = lines[starts[i]]["- - ".Length..].Trim('"');
            Assert.True(WhenExpression.TryParse(text, out var when, out var problem, out _), $"{text}: {problem}");
            Assert.Equal(Outline(lines[(starts[i] + 1)..starts[i + 1]]), Outline(when));
        }
    }

    // The snapshot is YAML of groups and specs; the order of operators and names, with their depth, tells the tree.
    private static string Outline(string[] yaml) =>
        string.Join(' ', yaml
            .Select(line => (Depth: (line.Length - line.TrimStart(' ', '-').Length) / 4, Text: line.TrimStart(' ', '-')))
            .Where(line => line.Text is "And:" or "Or:" || line.Text.StartsWith("name:", StringComparison.Ordinal))
            .Select(line => line.Text.EndsWith(':') ? $"{line.Depth}{line.Text}" : line.Text["name: ".Length..]));

    private static string Outline(WhenExpression when, int depth = 1) => when switch
    {
        WhenMatch match => match.Spec.Name.ToString(),
        WhenGroup group => $"{depth}{(group.All ? "And:" : "Or:")} {string.Join(' ', group.Conditions.Select(condition => Outline(condition, depth + 1)))}",
        _ => throw new InvalidOperationException(),
    };

    [Fact]
    public void Specs_are_read_or_refused_as_by_rattler_in_strict_mode()
    {
        const string Exact = "CEP 29 §Version expression parsing: a bare version means exactly that version";
        const string EqualsSign = "CEP 29 §Version expression parsing: '=' separates version and build";
        const string Star = "old channels have it, conda reads it";
        var reasons = new Dictionary<string, string>
        {
            ["foo=1.0=py27_0"] = EqualsSign,
            ["foo==1.0=py27_0"] = EqualsSign,
            ["pytorch=*=cuda*"] = EqualsSign,
            ["python ==2.7.*.*|>=3.6"] = Star,
            ["python=*"] = Star,
            ["numpy>=2.*.*"] = Star,
            ["bird_tool_utils_python =0.*,>=0.4.1"] = Star,
            ["https://software.repos.intel.com/python/conda::python[version=3.9]"] = Exact,
            ["https://c.com/p/conda/linux-64::python[version=3.9]"] = Exact,
            ["https://c.com/p/conda::python[version=3.9, subdir=linux-64]"] = Exact,
            ["conda-forge/linux-32::python[version=3.9, subdir=linux-64]"] = Exact,
            ["python[channel=https://conda.anaconda.org/python/conda,version=3.9]"] = Exact,
            [@"~\windows_channel::package"] = "a channel is any text that a client may make a URL of",
        };
        var lines = Lines("match_spec__parse__tests__test_from_string_Strict");
        var deviating = new List<string>();
        for (var i = 0; i < lines.Length - 1; i++)
        {
            if (lines[i].StartsWith(' ') || !lines[i].EndsWith(':') || !lines[i + 1].StartsWith("  ", StringComparison.Ordinal))
                continue;
            var text = lines[i][..^1] is ['"', ..] quoted ? quoted[1..^1].Replace("\\\\", "\\", StringComparison.Ordinal).Replace("\\\"", "\"", StringComparison.Ordinal) : lines[i][..^1];
            if (MatchSpec.TryParse(text, null, out _) == lines[i + 1].StartsWith("  error:", StringComparison.Ordinal))
                deviating.Add(text);
        }
        Corpus.AssertOnlyTheseDeviate(deviating, reasons);
    }

    [Fact]
    public void Specs_as_rattler_spells_them_are_read()
    {
        // Its last spec has a namespace, which is read and ignored (CEP 29 §Syntax).
        var specs = Lines("match_spec__parse__tests__matchspec_to_string").Where(line => line.StartsWith("    \"", StringComparison.Ordinal))
            .Select(line => line.Trim(' ', ',')[1..^1].Replace("\\\"", "\"", StringComparison.Ordinal))
            .Concat(Lines("match_spec__tests__serialize_matchspec").SkipWhile(line => !line.StartsWith("mamba", StringComparison.Ordinal)))
            .ToArray();
        Assert.Equal(8, specs.Length);
        Assert.All(specs, text => Assert.Equal(MatchSpec.Parse(text), MatchSpec.Parse(MatchSpec.Parse(text).ToString())));
    }
}
