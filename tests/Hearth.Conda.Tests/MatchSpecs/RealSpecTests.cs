using System.Text;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;

namespace Hearth.Conda.Tests.MatchSpecs;

/// <summary>Everything that real channels say can be read.</summary>
public sealed class RealSpecTests
{
    /// <summary>Entries of real records that are no MatchSpecs for any client.</summary>
    private static readonly Dictionary<string, string> NotSpecs = new()
    {
        ["ray[default,data] >=2.9.0,<3.0.0"] = "the brackets of a Python requirement, not of a MatchSpec; conda refuses it too",
    };

    /// <summary>Keys of real records that are no file names.</summary>
    private static readonly Dictionary<string, string> NotFileNames = new()
    {
        ["A_0.1.0.tar.bz2"] = "a hand-made key without dashes",
        ["A_0.2.0.tar.bz2"] = "a hand-made key without dashes",
        ["B_0.1.0.tar.bz2"] = "a hand-made key without dashes",
        ["testpkg_0.1.0.tar.bz2"] = "a hand-made key without dashes",
        ["baz-1.0-unix_py36h1af98f8_2\0.tar.bz2"] = "a NUL, put there to try clients",
        ["baz-2.0-unix_py36h1af98f8_2\0.tar.bz2"] = "a NUL, put there to try clients",
    };

    private static IEnumerable<string> Specs => RealChannels.Specs.Where(text => !NotSpecs.ContainsKey(text));

    [Fact]
    public void Every_dependency_is_read()
    {
        Assert.True(RealChannels.Specs.Count > 10_000);
        Corpus.AssertOnlyTheseDeviate(RealChannels.Specs.Where(text => !MatchSpec.TryParse(text, null, out _)), NotSpecs);
    }

    [Fact]
    public void The_canonical_spelling_reads_back_as_an_equal_spec_and_stays_as_it_is() =>
        Assert.All(Specs.Select(text => MatchSpec.Parse(text)), spec =>
        {
            var again = MatchSpec.Parse(spec.ToString());
            Assert.Equal(spec, again);
            Assert.Equal(spec.Version, again.Version);
            Assert.Equal(spec.Keys.When, again.Keys.When);
        });

    [Fact]
    public void The_spelling_of_revision_3_reads_back_as_an_equal_spec() =>
        Assert.All(Specs.Select(text => MatchSpec.Parse(text)), spec => Assert.Equal(spec, MatchSpec.Parse(spec.ToRevision3String()!)));

    [Fact]
    public void The_name_of_a_dependency_is_found_without_reading_it_all() =>
        Assert.All(Specs, text =>
        {
            var name = MatchSpec.Parse(text).ExactName;
            Assert.Equal(name, PackageName.Lenient(MatchSpec.NameOf(text)));
            Assert.Equal(name, PackageName.Lenient(MatchSpec.NameOf(Encoding.UTF8.GetBytes(text))));
        });

    [Fact]
    public void Every_version_is_read_and_keeps_its_text()
    {
        Assert.True(RealChannels.Versions.Count > 1000);
        Assert.All(RealChannels.Versions, text => Assert.Equal(text, CondaVersion.Parse(text).ToString()));
    }

    [Fact]
    public void Every_file_name_is_split_and_joins_to_itself()
    {
        Assert.True(RealChannels.FileNames.Count > 10_000);
        Corpus.AssertOnlyTheseDeviate(RealChannels.FileNames.Where(text => !ArtifactFileName.TryParseLenient(text, out _)), NotFileNames);
        Assert.All(RealChannels.FileNames.Where(text => !NotFileNames.ContainsKey(text)), text =>
        {
            Assert.True(ArtifactFileName.TryParseLenient(text, out var file), text);
            Assert.Equal(text, $"{file.NameText}-{file.VersionText}-{file.BuildText}{file.Format.Extension()}");
        });
    }
}
