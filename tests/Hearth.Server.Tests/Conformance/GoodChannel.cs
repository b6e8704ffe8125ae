using System.Text.Json.Nodes;
using Hearth.Channels.Indexing;
using Hearth.Conda.Jlap;
using Hearth.Foundation.Hashing;
using Hearth.Testing;

namespace Hearth.Server.Tests.Conformance;

/// <summary>A channel folder with a little of everything that a channel can have, indexed as 'hearth index' does.</summary>
internal static class GoodChannel
{
    public static void Write(string folder, bool bzip2 = true)
    {
        Package(folder, "noarch", "tool", "2.0", ".conda", [("noarch", "python"), ("depends", new JsonArray("python >=3.9", "zlib"))]);
        Package(folder, "noarch", "tool", "1.0", ".tar.bz2", [("noarch", "python")]);
        Package(folder, "linux-64", "zlib", "1.3", ".conda", [("timestamp", 1_700_000_000_000)], ("info/run_exports.json", """{"weak":["zlib >=1.3,<2"]}"""));
        Package(folder, "linux-64", "zlib", "1.2", ".tar.bz2", []);
        Package(folder, "linux-64", "epoch", "1!2.0+local", ".conda", []);
        Package(folder, "linux-64", "_underscore", "1.0", ".conda", []);
        Package(folder, "linux-64", "gone", "1.0", ".conda", []);
        Package(folder, "linux-64", "revoked", "1.0", ".conda", []);
        Package(folder, "linux-64", "flagged", "1.0", ".conda", [("flags", new JsonArray("cuda"))]);
        File.WriteAllText(
            Path.Combine(folder, "linux-64", "patch_instructions.json"),
            """{"patch_instructions_version":1,"packages":{},"packages.conda":{"zlib-1.3-0.conda":{"license":"Zlib"}},"remove":["gone-1.0-0.conda"],"revoke":["revoked-1.0-0.conda"]}""");
        File.WriteAllText(
            Path.Combine(folder, "notices.json"),
            """{"notices":[{"id":"1","message":"hello","level":"info","created_at":"2026-01-01T00:00:00+00:00","expires_at":"2027-01-01T00:00:00+00:00"}]}""");
        Index(folder, bzip2);
        File.Delete(Path.Combine(folder, "linux-64", "zlib-1.2-0.tar.bz2"));
        Index(folder, bzip2);
        foreach (var subdir in (string[])["noarch", "linux-64"])
        {
            using var repodata = File.OpenRead(Path.Combine(folder, subdir, "repodata.json"));
            File.WriteAllBytes(Path.Combine(folder, subdir, "repodata.jlap"), JlapFile.Fresh(Blake2b256.Of(repodata)).ToBytes());
        }
    }

    private static void Index(string folder, bool bzip2)
    {
        var report = new FolderIndexer(new IndexOptions { Folder = folder, Bzip2 = bzip2, Revision3Message = "new" }, TimeProvider.System).Run();
        Assert.Empty(report.Diagnostics);
    }

    private static void Package(
        string folder, string subdir, string name, string version, string extension, (string Field, JsonNode? Value)[] fields, params (string Path, string Text)[] files)
    {
        var index = new Dictionary<string, JsonNode?> { ["subdir"] = subdir };
        foreach (var (field, value) in fields)
            index[field] = value;
        new TinyPackage(name, version) { Index = index, Files = files.ToDictionary(file => file.Path, file => file.Text) }
            .WriteTo(Path.Combine(folder, subdir), extension);
    }
}
