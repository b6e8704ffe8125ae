using System.Security.Cryptography;
using System.Text;
using Hearth.Foundation.Compression;

namespace Journeys.Channels;

/// <summary>
/// The smallest channel that a client can solve against, written byte by byte from CEP 16: one package in noarch, in repodata.json
/// and in a shard. What fails with it is the server, the client or the way we drive the client; not our index.
/// </summary>
public static class HandMadeChannel
{
    public const string Sha256 = "6d3f0d5bb1a4b2f2d5d1d4d5a3a2f3b8f0c3a1e5b4d6c7e8f9a0b1c2d3e4f506";

    public static void Write(string folder)
    {
        var noarch = Directory.CreateDirectory(Path.Combine(folder, "noarch")).FullName;
        File.WriteAllText(
            Path.Combine(noarch, "repodata.json"),
            $$$"""
            {"info":{"subdir":"noarch"},"packages":{},"packages.conda":{"tiny-1.0-0.conda":{"name":"tiny","version":"1.0","build":"0","build_number":0,
            "depends":[],"subdir":"noarch","noarch":"generic","size":1,"sha256":"{{{Sha256}}}"}},"repodata_version":1}
            """);

        var shard = Zstd.Compress(Map(
            ("packages", Map()),
            ("packages.conda", Map(("tiny-1.0-0.conda", Record())))));
        var digest = SHA256.HashData(shard);
        var shards = Directory.CreateDirectory(Path.Combine(noarch, "shards")).FullName;
        File.WriteAllBytes(Path.Combine(shards, $"{Convert.ToHexStringLower(digest)}.msgpack.zst"), shard);
        File.WriteAllBytes(
            Path.Combine(noarch, "repodata_shards.msgpack.zst"),
            Zstd.Compress(Map(
                ("version", [1]),
                ("info", Map(("subdir", Text("noarch")), ("base_url", Text("./")), ("shards_base_url", Text("./shards/")))),
                ("shards", Map(("tiny", Bytes(digest)))))));
    }

    private static byte[] Record() => Map(
        ("name", Text("tiny")),
        ("version", Text("1.0")),
        ("build", Text("0")),
        ("build_number", [0]),
        ("depends", [0x90]),
        ("subdir", Text("noarch")),
        ("noarch", Text("generic")),
        ("size", [1]),
        ("sha256", Bytes(Convert.FromHexString(Sha256))));

    // msgpack: fixmap 0x80|n, fixstr 0xa0|n, bin 8 0xc4 n, positive fixint n, fixarray 0x90|n.
    private static byte[] Map(params (string Key, byte[] Value)[] entries) =>
        [(byte)(0x80 | entries.Length), .. entries.SelectMany(entry => Text(entry.Key).Concat(entry.Value))];

    private static byte[] Text(string text) => [(byte)(0xa0 | text.Length), .. Encoding.ASCII.GetBytes(text)];

    private static byte[] Bytes(byte[] bytes) => [0xc4, (byte)bytes.Length, .. bytes];
}
