using System.Text;
using CsCheck;
using Hearth.Channels.History;
using Hearth.Channels.Views;
using Hearth.Foundation.Compression;

namespace Hearth.Channels.Tests.History;

public sealed class PastNameTests
{
    private const string Entry = """{"activate.d":false,"binary_prefix":false,"home":"https://example.org/zlib","summary":"What zlib is for","version":"1.3"}""";

    [Fact]
    public void Whatever_a_name_has_comes_back() => Gen.Select(Gen.Long[1, long.MaxValue / 2].HashSet[0, 50], Gen.String).Sample((artifacts, text) =>
    {
        var summary = new NameSummary(Encoding.UTF8.GetBytes(Entry), Hearth.Foundation.Json.JsonText.List([text]), "[]"u8.ToArray());

        var (numbers, channelData, newest) = PastName.ReadBody(new PastName([.. artifacts], [], []).BodyWith(summary));

        Assert.Equal(artifacts.Order(), numbers);
        Assert.Equal(Entry, Encoding.UTF8.GetString(channelData!));
        Assert.Equal(summary.Newest, newest);
    });

    [Fact]
    public void Bodies_of_older_versions_which_were_written_against_nothing_are_read()
    {
        var (artifacts, channelData, newest) = PastName.ReadBody(Zstd.Compress(Encoding.UTF8.GetBytes($$"""{"artifacts":[7,1],"channeldata":{{Entry}},"newest":["a.conda"]}""")));

        Assert.Equal([7, 8], artifacts);
        Assert.Equal(Entry, Encoding.UTF8.GetString(channelData!));
        Assert.Equal("""["a.conda"]""", Encoding.UTF8.GetString(newest!));
    }

    [Fact]
    public void A_body_takes_little_more_than_what_is_its_own() =>
        Assert.InRange(new PastName([1], [], []).BodyWith(new NameSummary(Encoding.UTF8.GetBytes(Entry), "[\"zlib-1.3-0.conda\"]"u8.ToArray(), "[]"u8.ToArray())).Length, 1, 100);

    [Fact]
    public void A_damaged_body_is_said_to_be_one() => Assert.Throws<InvalidDataException>(() => PastName.ReadBody("no body"u8));
}
