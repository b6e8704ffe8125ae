using System.Text;
using Hearth.Conda.Schemas;

namespace Hearth.Conda.Tests.Schemas;

public sealed class FormatRecognitionTests
{
    [Theory]
    [InlineData("index.json", "{}", "index")]
    [InlineData("channeldata.json.zst", "{}", "channeldata")]
    [InlineData("repodata.jlap", "[]", "jlap")]
    [InlineData("repodata.json", "", "repodata")]
    [InlineData("repodata.json", "{}", "repodata")]
    [InlineData("current_repodata.json.bz2", """{"info": {}, "packages": {}}""", "repodata")]
    [InlineData("run_exports.json", """{"info": {}, "packages": {}}""", "run_exports")]
    [InlineData("run_exports.json", """["zlib"]""", "package-run_exports")]
    [InlineData("repodata_shards_daily.msgpack.zst", """{"info": {}, "shards": {}}""", "shard-index")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.msgpack.zst", """{"packages": {}}""", "shard")]
    [InlineData("fixes.yaml", """{"if": {}, "then": []}""", "patch-yaml")]
    [InlineData("x.json", """{"name": "a", "version": "1", "build": "0", "size": 1}""", "package-record")]
    [InlineData("x.json", """{"name": "a", "version": "1", "build": "0", "size": 1, "fn": "", "url": ""}""", "repodata_record")]
    [InlineData("x.json", """{"schema": "hearth.schema-list.1", "packages": {}}""", "cli/schema-list")]
    public void A_file_is_recognised(string fileName, string json, string kind) => Assert.Equal(kind, FormatRecognition.Recognise(fileName, Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("x.json", "")]
    [InlineData("x.json", "{}")]
    [InlineData("x.json", "[1]")]
    [InlineData("package.json", """{"name": "a", "version": "1"}""")]
    public void A_file_of_another_kind_is_not(string fileName, string json) => Assert.Null(FormatRecognition.Recognise(fileName, Encoding.UTF8.GetBytes(json)));
}
