using Hearth.Conda.Names;
using Hearth.Conda.Versions;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Tests.Names;

public sealed class ArtifactFileNameTests
{
    [Fact]
    public void A_file_name_is_split_from_the_right()
    {
        var file = ArtifactFileName.Parse("python-dateutil-2.9.0-py312_0.conda");
        Assert.Equal("python-dateutil", file.Name.ToString());
        Assert.Equal("2.9.0", file.VersionText);
        Assert.Equal("py312_0", file.BuildText);
        Assert.Equal(ArchiveFormat.Conda, file.Format);
        Assert.Equal("python-dateutil-2.9.0-py312_0", file.Stem);
        Assert.Equal("python-dateutil-2.9.0-py312_0.tar.bz2", file.In(ArchiveFormat.TarBz2).ToString());
    }

    [Fact]
    public void Parts_join_to_a_file_name() =>
        Assert.Equal(
            "a-1.0-0.tar.bz2",
            ArtifactFileName.Of(PackageName.Parse("a"), CondaVersion.Parse("1.0"), BuildString.Parse("0"), ArchiveFormat.TarBz2).ToString());

    [Theory]
    [InlineData("a-1.0-0.zip", "neither in .conda nor in .tar.bz2")]
    [InlineData("a-1.0.conda", "not of the form")]
    [InlineData("-1.0-0.conda", "not of the form")]
    [InlineData("a--0.conda", "not of the form")]
    [InlineData("a-1.0-.tar.bz2", "not of the form")]
    [InlineData("../a-1.0-0.conda", "not of the form")]
    [InlineData("A-1.0-0.conda", "'A' at character 1")]
    [InlineData("a-1..0-0.conda", "empty segment")]
    [InlineData("a-1.0RC-0.conda", "lower case")]
    [InlineData("a-1.0-é.conda", "'é' at character 1")]
    public void Other_text_is_refused_with_the_reason(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<BadInputException>(() => ArtifactFileName.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_name_has_at_most_211_characters() =>
        Assert.Contains("211", ArtifactFileName.Problem(new string('a', 212)), StringComparison.Ordinal);

    [Theory]
    [InlineData("PyQt-5.6RC-0.tar.bz2", true)]
    [InlineData("a/b-1-0.conda", false)]
    [InlineData("a\\b-1-0.conda", false)]
    [InlineData("a b-1-0.conda", false)]
    public void Lenient_reading_takes_old_names_but_never_paths(string text, bool expected) =>
        Assert.Equal(expected, ArtifactFileName.TryParseLenient(text, out _));

    [Fact]
    public void File_names_are_read_from_the_bytes_of_JSON()
    {
        Assert.True(ArtifactFileName.TryParseLenient("a-1.0-0.conda"u8, out var file));
        Assert.Equal(ArtifactFileName.Parse("a-1.0-0.conda"), file);
    }

    [Fact]
    public void The_default_is_empty()
    {
        Assert.Equal("", default(ArtifactFileName).ToString());
        Assert.True(default(ArtifactFileName).VersionText.IsEmpty);
        Assert.True(default(ArtifactFileName).BuildText.IsEmpty);
    }
}
