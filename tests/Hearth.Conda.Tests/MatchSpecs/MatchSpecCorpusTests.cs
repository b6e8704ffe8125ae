using System.Text.Json;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;

namespace Hearth.Conda.Tests.MatchSpecs;

/// <summary>The expectations of conda and mamba about MatchSpecs, and the examples of CEP 29. Every deviation is listed with its reason.</summary>
public sealed class MatchSpecCorpusTests
{
    private const string InBrackets = "CEP 29 Appendix A rule 2: only exact and fuzzy equality stand before the brackets";
    private const string WithEquals = "exact versions within a longer spec are spelled '==', so that equal specs have one spelling and rattler reads it in strict mode";
    private const string Feature = "track_features and features are kept as they are; conda's rewriting to provides_features is in no CEP";

    private static IReadOnlyList<CorpusCase> Conda => Corpus.Of("conda_match_spec.json");

    private static MatchCandidate Record(string fileName)
    {
        Assert.True(ArtifactFileName.TryParseLenient(fileName, out var file));
        return new MatchCandidate { Name = file.Name, Version = CondaVersion.Parse(file.VersionText), Build = file.BuildText.ToString() };
    }

    private static bool Matches(string spec, string fileName) => MatchSpec.TryParse(spec, null, out var parsed) && parsed.Matches(Record(fileName));

    [Fact]
    public void Specs_match_as_in_conda()
    {
        var expected = Conda.Where(item => item.Kind == "match" && item.Only("against") is not null)
            .Select(item => (Spec: item.Only("spec")!, File: item.Only("against")!, item.Expected))
            .Concat(Conda.Where(item => item.Kind == "table" && item.Text("columns") == "(spec, result)").SelectMany(item => item.Rows)
                .Select(row => (Spec: row[0].GetString()!, File: "numpy-1.7.1-py27_0.tar.bz2", Expected: row[1].GetBoolean())));
        Assert.All(expected, item => Assert.True(Matches(item.Spec, item.File) == item.Expected, $"{item}"));
    }

    [Fact]
    public void Specs_are_spelled_as_in_conda()
    {
        var reasons = new Dictionary<string, string>
        {
            ["numpy[version='1.7|1.8']"] = WithEquals,
            ["numpy[version=\"1.7,1.8\"]"] = WithEquals,
            ["numpy!=1.10"] = InBrackets,
            ["numpy!=1.10.*"] = InBrackets,
            ["numpy~=1.10.1"] = InBrackets,
            ["numpy[build=py3*_2, track_features=mkl]"] = Feature,
            ["numpy[build=py3*_2, track_features='mkl debug']"] = Feature,
            ["numpy[track_features='mkl,debug' build=py3*_2]"] = Feature,
            ["numpy[features=\"mkl debug\" build_number=2]"] = Feature,
            ["mkl@"] = "legacy syntax that CEP 29 leaves out",
        };
        var deviating = Conda.Where(item => item.Kind == "compare")
            .Select(item => (Spec: item.Only("left")!, Spelling: item.Text("right")))
            .Concat(Conda.Where(item => item.Kind == "table" && item.Text("columns") == "spec,expected_result").SelectMany(item => item.Rows)
                .Select(row => (Spec: row[0].GetString()!, Spelling: row[1].GetString()!)))
            .Where(item => !MatchSpec.TryParse(item.Spec, null, out var spec) || spec.ToString() != item.Spelling)
            .Select(item => item.Spec);
        Corpus.AssertOnlyTheseDeviate(deviating, reasons);
    }

    [Fact]
    public void Specs_that_conda_refuses_are_refused()
    {
        var reasons = new Dictionary<string, string>
        {
            ["pkg[when=__unix]"] = "conda can read it but not match it alone; here a condition says nothing about the record (CEP 43 §Evaluation)",
        };
        string[] refusing = ["test_invalid_package_name_rejected", "test_invalid_version_reports_spec", "test_flags_specs", "test_bad_brackets", "test_extras_flags_empty_value_raises"];
        var refused = Conda.Where(item => item.Kind == "raises" && item["value"].ValueKind == JsonValueKind.String).Select(item => item.Text("value"))
            .Concat(Conda.Where(item => item.Kind == "table" && refusing.Contains(item.Where)).SelectMany(item => item.Rows).Select(row => row[0].GetString()!))
            .Concat(Conda.Where(item => item is { Kind: "table", Where: "test_conditional_specs" } && item.Text("columns") == "spec").SelectMany(item => item.Rows).Select(row => row[0].GetString()!))
            .Concat(Conda.Where(item => item.Where == "test_when_empty_value_raises").SelectMany(item => item.Rows).Select(row => $"pkg[when={row[0]}]"));
        Corpus.AssertOnlyTheseDeviate(refused.Where(text => MatchSpec.TryParse(text, null, out _)), reasons);
    }

    [Fact]
    public void Specs_that_conda_and_mamba_read_are_read()
    {
        var reasons = new Dictionary<string, string>
        {
            ["conda-forge::foo[build=bld](target=blarg,optional)"] = "legacy syntax that CEP 29 leaves out",
            ["conda-forge[noarch]::tzdata[subdir=linux64]"] = "legacy syntax that CEP 29 leaves out",
            ["python[version>3]"] = "keys and values are joined by '=' (CEP 29 §Syntax)",
        };
        string[] reading = ["test_parse_ecosystem_corpus", "test_valid_package_names", "test_to_filename", "test_match_spec_repodata_v3"];
        var read = Conda.Where(item => item.Kind == "table" && reading.Contains(item.Where)).SelectMany(item => item.Rows).Select(row => row[0].GetString()!)
            .Concat(Corpus.Of("mamba_match_spec.json").Where(item => item.Kind == "parse").Select(item => item.Text("text")));
        Corpus.AssertOnlyTheseDeviate(read.Where(text => !MatchSpec.TryParse(text, null, out _)), reasons);
    }

    [Fact]
    public void Canonical_specs_of_every_corpus_read_back_as_equal()
    {
        var specs = Conda.Where(item => item.Kind == "compare").Select(item => item.Only("left")!)
            .Concat(Conda.Where(item => item.Where == "test_parse_ecosystem_corpus").SelectMany(item => item.Rows).Select(row => row[0].GetString()!))
            .Concat(Conda.Where(item => item.Where == "test_match_spec_repodata_v3").SelectMany(item => item.Rows).Select(row => row[0].GetString()!))
            .Concat(Corpus.Of("mamba_match_spec.json").Where(item => item.Kind == "parse").Select(item => item.Text("text")));
        foreach (var text in specs)
        {
            if (MatchSpec.TryParse(text, null, out var spec))
                Assert.Equal(spec, MatchSpec.Parse(spec.ToString()));
        }
    }

    [Fact]
    public void Versions_in_parentheses_mean_what_they_mean_in_conda() =>
        Assert.All(Conda.Single(item => item.Where == "test_version_with_parentheses").Rows, row =>
            Assert.Equal(VersionSpec.Parse(row[1].GetString()!), MatchSpec.Parse(row[0].GetString()!).Version));

    [Fact]
    public void Keys_of_revision_3_are_read_as_in_conda() =>
        Assert.All(Conda.Single(item => item.Where == "test_match_spec_repodata_v3").Rows, row =>
        {
            var keys = MatchSpec.Parse(row[0].GetString()!).Keys;
            var expected = row[1];
            Assert.Equal(MatchSpec.Parse($"x[when=\"{expected.GetProperty("when")}\"]").Keys.When, keys.When);
            Assert.Equal(expected.GetProperty("extras").EnumerateArray().Select(extra => extra.GetString()!), keys.Extras);
            Assert.Equal(expected.GetProperty("flags").EnumerateArray().Select(flag => flag.GetString()!), keys.Flags.Select(flag => flag.ToString()));
        });

    [Fact]
    public void Lists_of_extras_may_have_blanks_and_quotes_as_in_conda() =>
        Assert.All(Conda.Single(item => item is { Where: "test_extra_specs", Kind: "table" }).Rows, row =>
            Assert.Equal(["a", "b"], MatchSpec.Parse($"pkg[extras=[{row[0]}]]").Keys.Extras));

    [Fact]
    public void Conditions_of_conda_read_back_as_equal()
    {
        var conditions = Conda.Where(item => item.Kind == "table" && item.Text("columns") == "when").SelectMany(item => item.Rows).Select(row => row[0].GetString()!.Trim('\''));
        Assert.All(conditions, text =>
        {
            var spec = MatchSpec.Parse($"pkg[when=\"{text}\"]");
            Assert.Equal(spec.Keys.When, MatchSpec.Parse(spec.ToString()).Keys.When);
        });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Specs_that_CEP_29_lists_together_are_equal(int block)
    {
        // The two lists of §Version expression parsing.
        var specs = Cep29Blocks("pkg").ElementAt(block);
        Assert.True(specs.Length >= 8);
        Assert.Single(specs.Select(text => MatchSpec.Parse(text)).Distinct());
    }

    [Fact]
    public void Specs_are_spelled_as_in_the_examples_of_CEP_29()
    {
        var lines = Cep29Blocks(">>> str(").Single();
        for (var i = 0; i < lines.Length; i += 2)
        {
            var spec = lines[i][">>> str(MatchSpec('".Length..^"'))".Length];
            Assert.Equal(lines[i + 1][1..^1], MatchSpec.Parse(spec).ToString());
        }
    }

    [Fact]
    public void The_URL_of_an_artifact_is_the_spec_that_only_it_matches() =>
        Assert.Equal(
            MatchSpec.Parse("https://host.example/conda-forge/linux-64::python==3.11.10[build=h123456_0]"),
            MatchSpec.Parse("https://host.example/conda-forge/linux-64/python-3.11.10-h123456_0.conda"));

    private static IEnumerable<string[]> Cep29Blocks(string start)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Testing.SharedData.PathTo("data", "versions", "cep-0029.json")));
        return [.. document.RootElement.GetProperty("examples").EnumerateArray()
            .Where(example => example.TryGetProperty("lines", out _))
            .Select(example => example.GetProperty("lines").EnumerateArray().Select(line => line.GetString()!).ToArray())
            .Where(lines => lines[0].StartsWith(start, StringComparison.Ordinal))];
    }
}
