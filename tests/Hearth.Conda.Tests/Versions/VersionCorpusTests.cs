using System.Text;
using System.Text.Json;
using Hearth.Conda.Versions;
using Hearth.Testing;

namespace Hearth.Conda.Tests.Versions;

/// <summary>The expectations of conda and mamba about versions and version specs, and the examples of CEP 33.</summary>
public sealed class VersionCorpusTests
{
    [Fact]
    public void Versions_are_cut_into_segments_as_conda_does()
    {
        var deviating = File.ReadLines(SharedData.PathTo("data", "versions", "parsed_versions.txt"))
            .Select(line => (Version: line[..line.IndexOf('=', StringComparison.Ordinal)], Parsed: line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]))
            .Where(line => Segments(CondaVersion.Parse(line.Version)) != line.Parsed);
        Assert.Empty(deviating);
    }

    /// <summary>Writes the segments of epoch and main part as the corpus does: <c>[[0], [1], [0, 'rc', 1]]</c>.</summary>
    private static string Segments(CondaVersion version)
    {
        var parts = new VersionParts(version.AsSpan());
        var text = new StringBuilder("[[").Append(parts.Epoch.IsEmpty ? "0" : parts.Epoch).Append(']');
        for (var segments = new VersionSegments(parts.Main); segments.InSegment; segments.NextSegment())
        {
            var separator = ", [";
            do
            {
                var element = segments.NextElement();
                text.Append(separator).Append(element.Kind switch
                {
                    ElementKind.Dev => "'DEV'",
                    ElementKind.Post => "inf",
                    ElementKind.Number => element.IsZero ? "0" : element.Text.ToString(),
                    _ => $"'{element.Text.ToString().ToLowerInvariant()}'",
                });
                separator = ", ";
            }
            while (!segments.AtSegmentEnd);
            text.Append(']');
        }
        return text.Append(']').ToString();
    }

    [Fact]
    public void The_versions_of_conda_sort_as_they_are_listed()
    {
        var reasons = new Dictionary<string, string> { ["0.5*"] = "a version has no star (CEP 33 §Version literals)" };
        var deviating = new List<string>();
        foreach (var list in Corpus.Of("conda_version.json").Where(item => item.Kind == "list" && item.Where != "test_local_identifier"))
        {
            CondaVersion? last = null;
            foreach (var value in list["values"].EnumerateArray())
            {
                var text = (value.ValueKind == JsonValueKind.Array ? value[0] : value).GetString()!;
                if (CondaVersion.TryParse(text, null, out var version) && (last is null || last <= version))
                    last = version;
                else
                    deviating.Add(text);
            }
        }
        Corpus.AssertOnlyTheseDeviate(deviating, reasons);
    }

    [Fact]
    public void A_version_with_a_local_part_is_the_exact_version_that_its_text_asks_for() =>
        Assert.All(
            Corpus.Of("conda_version.json").Single(item => item.Where == "test_local_identifier")["values"].EnumerateArray().Select(value => value.GetString()!),
            text => Assert.True(VersionSpec.Parse(text).Matches(CondaVersion.Parse(text)), text));

    [Fact]
    public void Versions_that_conda_and_mamba_refuse_are_refused_and_the_others_read()
    {
        var refused = Corpus.Of("conda_version.json").Where(item => item is { Kind: "table", Where: "test_version_order" })
            .SelectMany(item => item.Rows).Select(row => row[0].GetString()!)
            .Concat(Corpus.Of("mamba_version.json").Where(item => item.Where == "Version::parse negative").Select(item => item.Text("text")));
        Assert.All(refused, text => Assert.False(CondaVersion.TryParse(text, null, out _), text));

        var reasons = new[] { "*", "*.*", "*.*.*", "*.*.2023.12", "1.*" }.ToDictionary(text => text, _ => "a version has no star (CEP 33 §Version literals)");
        var read = Corpus.Of("mamba_version.json").Where(item => item.Where != "Version::parse negative").Select(item => item.Text("text"));
        Corpus.AssertOnlyTheseDeviate(read.Where(text => !CondaVersion.TryParse(text, null, out _)), reasons);
    }

    [Fact]
    public void Version_specs_match_as_in_conda()
    {
        var cases = Corpus.Of("conda_version.json");
        var expected = cases.Where(item => item.Kind == "ver_eval").Select(item => (Spec: item["args"][1].GetString()!, Version: item["args"][0].GetString()!, item.Expected))
            .Concat(cases.Where(item => item.Kind == "match").Select(item => (Spec: item.Only("spec")!, Version: item.Only("against")!, item.Expected)))
            .Concat(cases.Where(item => item.Where == "test_match").SelectMany(item => item.Rows).Select(row => (Spec: row[0].GetString()!, Version: "1.7.1", Expected: row[1].GetBoolean())));
        Assert.All(expected, item => Assert.True(VersionSpec.Parse(item.Spec).Matches(CondaVersion.Parse(item.Version)) == item.Expected, $"{item}"));
    }

    [Fact]
    public void Version_specs_match_as_in_mamba()
    {
        var reasons = new Dictionary<string, string>
        {
            [""] = "a version spec has at least one clause (CEP 29 §Version matching)",
        };
        var deviating = Corpus.Of("mamba_version_spec.json").Where(item => item.Kind == "contains")
            .Where(item => !VersionSpec.TryParse(item.Text("spec"), null, out var spec) || spec.Matches(CondaVersion.Parse(item.Text("version"))) != item.Expected)
            .Select(item => item.Text("spec"));
        Corpus.AssertOnlyTheseDeviate(deviating, reasons);
    }

    [Fact]
    public void Version_specs_that_mamba_reads_are_read() =>
        Corpus.AssertOnlyTheseDeviate(
            Corpus.Of("mamba_version_spec.json").Where(item => item.Kind == "parse").Select(item => item.Text("text")).Where(text => !VersionSpec.TryParse(text, null, out _)),
            new Dictionary<string, string> { [""] = "a version spec has at least one clause (CEP 29 §Version matching)" });

    [Fact]
    public void Version_specs_that_conda_refuses_are_refused()
    {
        var cases = Corpus.Of("conda_version.json");
        var refused = cases.Where(item => item.Kind == "raises").Select(item => item.Text("value"))
            .Concat(cases.Where(item => item.Where is "test_ver_eval_errors" or "test_version_spec_2").SelectMany(item => item.Rows).Select(row => row[0].GetString()!));
        Assert.All(refused, text => Assert.False(VersionSpec.TryParse(text, null, out _), text));
    }

    [Fact]
    public void Canonical_version_specs_of_every_corpus_read_back_as_equal()
    {
        var specs = Corpus.Of("mamba_version_spec.json").Where(item => item.Kind == "contains").Select(item => item.Text("spec"))
            .Concat(Corpus.Of("conda_version.json").Where(item => item.Where == "test_match").SelectMany(item => item.Rows).Select(row => row[0].GetString()!));
        Assert.All(specs.Where(text => text.Length > 0).Select(text => VersionSpec.Parse(text)), spec => Assert.Equal(spec, VersionSpec.Parse(spec.ToString())));
    }

    [Fact]
    public void Rattler_s_refusal_of_a_bare_version_is_not_shared() =>
        // Its strict mode asks for '==1.2.3' or '1.2.3.*'; CEP 29 §Version expression parsing has '1.2.3' mean exactly that version.
        Assert.Equal("==1.2.3", VersionSpec.Parse("1.2.3").ToString());
}
