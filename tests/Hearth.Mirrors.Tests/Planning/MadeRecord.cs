using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Tests.Planning;

/// <summary>A record of a channel that has no packages: metadata alone is planned, and listed.</summary>
internal sealed record MadeRecord(string Subdir, string Name, int Version, int Build, bool IsConda, int AgeDays, params string[] Depends)
{
    public static readonly DateTimeOffset Now = new(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly string[] Subdirs = ["linux-64", "noarch", "osx-64"];

    private static readonly Gen<string> Dependency = Gen.Select(Gen.Int[0, 6], Gen.Int[0, 4], Gen.Int[0, 5], (name, version, shape) => shape switch
    {
        0 => $"p{name}",
        1 => $"p{name} >={version}",
        2 => $"p{name} <{version}",
        3 => $"p{name} {version}.*",
        4 => $"p{name} {version}.0 b1",
        _ => "__glibc >=2.17",
    });

    private static readonly Gen<MadeRecord> Any = Gen.Select(
        Gen.Int[0, 2], Gen.Int[0, 6], Gen.Int[0, 4], Gen.Int[0, 1], Gen.Bool, Gen.Int[0, 20], Dependency.Array[0, 3],
        (subdir, name, version, build, isConda, age, depends) => new MadeRecord(Subdirs[subdir], $"p{name}", version, build, isConda, age, depends));

    /// <summary>Records of few names, so that they depend on each other.</summary>
    public static Gen<MadeRecord[]> Channel { get; } = Any.Array[0, 40].Select(records => records.DistinctBy(record => record.Path).ToArray());

    // 1 and 1.0 are equal and spelled differently.
    public string VersionText => Build == 0 ? $"{Version}.0" : $"{Version}";

    public string File => $"{Name}-{VersionText}-b{Build}{(IsConda ? ".conda" : ".tar.bz2")}";

    public string Path => $"{Subdir}/{File}";

    public DateTimeOffset At => Now - TimeSpan.FromDays(AgeDays);

    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(at => values[at]);

    /// <summary>Writes repodata.json of all subdirs into a folder.</summary>
    public static void Write(string folder, IReadOnlyCollection<MadeRecord> records)
    {
        foreach (var subdir in Subdirs)
        {
            var ofSubdir = records.Where(record => record.Subdir == subdir).ToLookup(record => record.IsConda);
            var repodata = new JsonObject { ["info"] = new JsonObject { ["subdir"] = subdir }, ["packages"] = Map(ofSubdir[false]), ["packages.conda"] = Map(ofSubdir[true]) };
            Directory.CreateDirectory(System.IO.Path.Combine(folder, subdir));
            System.IO.File.WriteAllText(System.IO.Path.Combine(folder, subdir, "repodata.json"), repodata.ToJsonString());
        }
    }

    private static JsonObject Map(IEnumerable<MadeRecord> records) => new(records.Select(record => KeyValuePair.Create(record.File, (JsonNode?)record.ToJson())));

    private JsonObject ToJson() => new()
    {
        ["build"] = $"b{Build}",
        ["build_number"] = Build,
        ["depends"] = new JsonArray([.. Depends.Select(spec => (JsonNode)spec)]),
        ["indexed_timestamp"] = At.ToUnixTimeMilliseconds(),
        ["license"] = "MIT",
        ["name"] = Name,
        ["sha256"] = Sha256.Of(Encoding.UTF8.GetBytes(Path)).ToString(),
        ["size"] = 1 + Version,
        ["subdir"] = Subdir,
        ["version"] = VersionText,
    };

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Path} ({AgeDays} days) [{string.Join(", ", Depends)}]");
}
