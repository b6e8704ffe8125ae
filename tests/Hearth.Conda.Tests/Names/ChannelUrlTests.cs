using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Tests.Names;

public sealed class ChannelUrlTests
{
    [Theory]
    [InlineData("https://h.example/conda-forge", "https://h.example/conda-forge", null, null, "conda-forge")]
    [InlineData("https://h.example/conda-forge/", "https://h.example/conda-forge", null, null, "conda-forge")]
    [InlineData("https://h.example/pkgs/main/linux-64/", "https://h.example/pkgs/main", "linux-64", null, "pkgs/main")]
    [InlineData("https://h.example/t/ab-12/chan/noarch", "https://h.example/chan", "noarch", "ab-12", "chan")]
    [InlineData("https://me:pw@h.example:8080/get/chan", "https://h.example:8080/get/chan", null, null, "get/chan")]
    [InlineData("file:///srv/chan/osx-arm64", "file:///srv/chan", "osx-arm64", null, "srv/chan")]
    [InlineData("https://h.example/chan/plan9-mips", "https://h.example/chan/plan9-mips", null, null, "chan/plan9-mips")]
    [InlineData("https://h.example", "https://h.example", null, null, "")]
    public void A_URL_is_cut_into_base_subdir_and_token(string url, string baseUrl, string? subdir, string? token, string path)
    {
        var channel = ChannelUrl.Parse(url);
        Assert.Equal((baseUrl, subdir, token), (channel.ToString(), channel.Subdir?.ToString(), channel.Token));
        Assert.Equal(path, channel.Path);
    }

    [Theory]
    [InlineData("https://h.example/c", "main")]
    [InlineData("https://h.example/c/label/dev/x/noarch", "dev/x")]
    public void The_label_stands_at_the_end_of_the_path(string url, string label) => Assert.Equal(Label.Parse(label), ChannelUrl.Parse(url).Label);

    [Theory]
    [InlineData("conda-forge")]
    [InlineData("https://")]
    [InlineData("https://h.example/a b")]
    [InlineData("https://h.example/a?b")]
    public void Other_text_is_refused(string text) => Assert.Throws<BadInputException>(() => ChannelUrl.Parse(text));

    [Fact]
    public void A_refusal_repeats_no_secrets() =>
        Assert.DoesNotContain("secret", Assert.Throws<BadInputException>(() => ChannelUrl.Parse("https://u:secret@h.example/t/secret/a b")).Message, StringComparison.Ordinal);

    [Fact]
    public void The_URL_of_an_artifact_has_channel_subdir_and_file()
    {
        var url = ArtifactUrl.Parse("https://h.example/t/tok/c/emscripten-32/a-1-0.conda");
        Assert.Equal(("https://h.example/c", "emscripten-32", "a-1-0.conda"), (url.Channel.ToString(), url.Subdir.ToString(), url.File.ToString()));
        Assert.Equal("https://h.example/c/emscripten-32/a-1-0.conda", url.ToString());
    }

    [Theory]
    [InlineData("https://h.example/c/noarch/a.conda", "not of the form")]
    [InlineData("https://h.example/c/dir/a-1-0.conda", "'noarch'")]
    [InlineData("https://noarch/a-1-0.conda", "is not a URL")]
    [InlineData("c/noarch/a-1-0.conda", "scheme")]
    public void Other_text_is_no_artifact_URL(string text, string reason) =>
        Assert.Contains(reason, Assert.Throws<BadInputException>(() => ArtifactUrl.Parse(text)).Message, StringComparison.Ordinal);
}
