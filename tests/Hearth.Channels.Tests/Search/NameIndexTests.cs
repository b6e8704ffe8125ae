using System.Diagnostics;
using CsCheck;
using Hearth.Channels.Search;

namespace Hearth.Channels.Tests.Search;

public sealed class NameIndexTests
{
    private static readonly NameIndex Index = new(
        [
            Entry("numpy", "The fundamental package for scientific computing with Python", "python"),
            Entry("num2words", "Numbers as words", "python"),
            Entry("numpydoc", "Sphinx extension for numpy docstrings", "numpy", "python"),
            Entry("pandas", "Data analysis on top of numpy", "numpy", "python"),
            Entry("python", "General purpose programming language"),
            Entry("ruamel.yaml", "A YAML package for Python", "python"),
            Entry("pyyaml", "YAML parser and emitter", "python"),
            Entry("scikit-learn", "Machine learning and data mining", "numpy"),
            Entry("photograph", "Pictures", "numpy"),
            Entry("networkx", "Graphs and networks", "python"),
        ],
        1);

    [Theory]
    [InlineData("numpy", "numpy numpydoc pandas")]
    [InlineData("NUMPY ", "numpy numpydoc pandas")]
    [InlineData("num", "numpy numpydoc num2words pandas")]
    [InlineData("yaml", "pyyaml ruamel.yaml")]
    [InlineData("scikit learn", "scikit-learn")]
    [InlineData("graph", "photograph networkx")]
    [InlineData("data analysis", "pandas")]
    [InlineData("pyton", "python")]
    [InlineData("nupmy", "numpy")]
    [InlineData("nothinglikeit", "")]
    [InlineData("", "")]
    [InlineData("xy", "")]
    public void The_best_answer_comes_first(string query, string names) =>
        Assert.Equal(names, string.Join(' ', Index.Search(new SearchQuery(query), 60).Best.Select(match => match.Entry.Name)));

    [Fact]
    public void The_best_few_of_many_are_the_first_of_all()
    {
        var all = Index.Search(new SearchQuery("n"), 100);
        for (var most = 1; most < 6; most++)
        {
            var few = Index.Search(new SearchQuery("n"), most);
            Assert.Equal(all.Total, few.Total);
            Assert.Equal(all.Best.Take(most), few.Best);
        }
    }

    [Fact]
    public void A_name_under_main_comes_before_one_that_is_not_and_both_are_found()
    {
        var index = new NameIndex([Entry("numba", "") with { Labels = ["dev"] }, Entry("numba-scipy", "")], 1);

        Assert.Equal(["numba", "numba-scipy"], index.Search(new SearchQuery("numba"), 10).Best.Select(match => match.Entry.Name));
        Assert.Equal(["numba-scipy", "numba"], index.Search(new SearchQuery("num"), 10).Best.Select(match => match.Entry.Name));
        Assert.Equal(["numba-scipy"], index.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public void What_a_text_is_in_has_all_pairs_of_it() => Gen.Select(Gen.String[Gen.Char['a', 'f'], 0, 12], Gen.String[Gen.Char['a', 'f'], 0, 4], Gen.String[Gen.Char['a', 'f'], 0, 12]).Sample(
        (before, text, after) => Assert.True(CharacterPairs.Of("x", before + text + after).MayInclude(CharacterPairs.Of(text))));

    [Fact]
    public void Dependents_are_those_of_the_newest_versions() => Assert.Equal(["numpydoc", "pandas", "photograph", "scikit-learn"], Index.DependentsOf("numpy"));

    [Fact]
    public void Distance_counts_slips_as_the_plain_definition_does() => Gen.Select(Gen.String[Gen.Char['a', 'c'], 0, 7], Gen.String[Gen.Char['a', 'c'], 0, 7]).Sample((a, b) =>
    {
        var plain = Plain(a, b);
        Assert.Equal(plain <= 2 ? plain : null, new EditDistance().Of(a, b, 2));
    });

    [Fact]
    public void A_search_among_34000_names_takes_milliseconds()
    {
        var random = new Random(1);
        string Word() => string.Concat(Enumerable.Range(0, random.Next(3, 10)).Select(_ => (char)('a' + random.Next(26))));
        var vocabulary = Enumerable.Range(0, 4_000).Select(_ => Word()).ToArray();
        string Pick() => vocabulary[random.Next(vocabulary.Length)];
        var entries = Enumerable.Range(0, 34_000).Select(i => Entry($"{Pick()}-{Pick()}{i % 10}", string.Join(' ', Enumerable.Range(0, 10).Select(_ => Pick())), Pick(), Pick())).DistinctBy(entry => entry.Name);
        var index = new NameIndex(entries, 1);
        string[] queries = [index.Entries[5_000].Name, vocabulary[7], vocabulary[8] + " " + vocabulary[9], "e", index.Entries[9_000].Name[1..], "zzzzqqqqxxxx"];
        foreach (var query in queries)
            index.Search(new SearchQuery(query), 60);

        var times = new List<double>();
        foreach (var query in Enumerable.Repeat(queries, 20).SelectMany(query => query))
        {
            var started = Stopwatch.GetTimestamp();
            index.Search(new SearchQuery(query), 60);
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }
        times.Sort();
        TestContext.Current.TestOutputHelper!.WriteLine($"median {times[times.Count / 2]:f1} ms, 95th percentile {times[times.Count * 95 / 100]:f1} ms, worst {times[^1]:f1} ms of {index.Entries.Count} names");
        // The promise is 30 ms; a machine that runs many tests at once gets more.
        Assert.InRange(times[times.Count / 2], 0, 100);
    }

    private static NameEntry Entry(string name, string summary, params string[] requires) => new(name, "1.0", summary, "", null, ["noarch"], requires);

    // Optimal string alignment, by its recursive definition.
    private static int Plain(string a, string b)
    {
        if (a.Length == 0 || b.Length == 0)
            return a.Length + b.Length;
        var best = Math.Min(Plain(a[..^1], b) + 1, Plain(a, b[..^1]) + 1);
        best = Math.Min(best, Plain(a[..^1], b[..^1]) + (a[^1] == b[^1] ? 0 : 1));
        return a.Length > 1 && b.Length > 1 && a[^1] == b[^2] && a[^2] == b[^1] ? Math.Min(best, Plain(a[..^2], b[..^2]) + 1) : best;
    }
}
