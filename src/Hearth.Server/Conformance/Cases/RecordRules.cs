using System.Text.Json;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Conformance.Cases;

/// <summary>What every record must be (CEP 34, 36, 47, 48).</summary>
internal static class RecordRules
{
    // Clocks of builders and servers differ a little.
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    public static IReadOnlyList<RecordRule> All { get; } =
    [
        new("record.identity", "A record has a name, a version, a build string and a build number", "CEP 34; CEP 36", Identity),
        new("record.file-name", "The key of a record is made of its name, version and build string", "CEP 26; LAYOUT-7", FileName),
        new("record.group", "'packages' lists .tar.bz2 files, 'packages.conda' lists .conda files, and 'v3' has keys without extension", "CEP 36; CEP 48", Group),
        new("record.names", "Names, versions and build strings are spelled as CEP 26 allows", "CEP 26; LAYOUT-8", Names),
        new("record.subdir", "A record's subdir is the one that lists it", "CEP 36", record =>
            record.Require(!record.Record.Has(RecordField.Subdir) || record.Record.Subdir == record.Listed.Subdir, "subdir", record.Listed.Subdir)),
        new("record.lists", "'depends' and 'constrains' are lists of texts, never null", "CEP 36; RECORD-1", Lists),
        new("record.specs", "Dependencies can be read as MatchSpecs", "CEP 29; CLIENT-13", Specs),
        new("record.hashes", "A record has the SHA-256 or the MD5 of its file, in lower-case hexadecimal digits", "CEP 36; RECORD-3; RECORD-4", Hashes),
        new("record.size", "A record has the size of its file", "CEP 36", record =>
            record.Require(record.Record.Integer(RecordField.Size) >= 0, "size", "an integer from 0")),
        new("record.timestamp", "'timestamp' is in milliseconds and not in the future", "CEP 34; CEP 47; RECORD-6", Timestamp),
        new("record.indexed-timestamp", "'indexed_timestamp' is in milliseconds, not in the future and not before 'timestamp'", "CEP 47; RECORD-10", IndexedTimestamp),
        new("record.noarch", "'noarch' is the text \"python\" or \"generic\"", "CEP 34; RECORD-5", NoArch),
        new("record.build-machine", "What the build machine left in info/index.json is not in the record", "RECORD-8", record =>
        {
            record.Advise(!record.Record.Has("has_prefix"u8), "has_prefix", "no such field");
            record.Advise(!record.Record.Has("mtime"u8), "mtime", "no such field");
            record.Advise(!record.Record.Has("binstar"u8), "binstar", "no such field");
            record.Advise(!record.Record.Has("requires_features"u8), "requires_features", "no such field");
        }),
    ];

    private static void Identity(JudgedRecord judged)
    {
        judged.Require(judged.Record.Name.Length > 0, "name", "a text");
        judged.Require(judged.Record.Version.Length > 0, "version", "a text");
        judged.Require(judged.Record.Text(RecordField.Build) is not null, "build", "a text");
        judged.Require(judged.Record.Integer(RecordField.BuildNumber) >= 0, "build_number", "an integer from 0");
    }

    private static void FileName(JudgedRecord judged)
    {
        var record = judged.Record;
        if (judged.Listed.Group == RecordGroup.V3Wheel || record.Name.Length == 0 || record.Version.Length == 0 || record.Build.Length == 0)
            return;
        var stem = $"{record.Name}-{record.Version}-{record.Build}";
        judged.Require(judged.Listed.Key.StartsWith(stem, StringComparison.Ordinal) && judged.Listed.Key.Length - stem.Length is 0 or 6 or 8,
            "key", stem, judged.Listed.Key, "clients derive one from the other");
    }

    private static void Group(JudgedRecord judged)
    {
        var (group, key) = (judged.Listed.Group, judged.Listed.Key);
        var hasExtension = key.EndsWith(".conda", StringComparison.Ordinal) || key.EndsWith(".tar.bz2", StringComparison.Ordinal);
        if (group.IsV3())
            judged.Require(!hasExtension, "key", "a file name without extension", key);
        else
            judged.Require(key.EndsWith(group.Extension(), StringComparison.Ordinal), "key", $"a file name that ends with {group.Extension()}", key);
    }

    private static void Names(JudgedRecord judged)
    {
        if (judged.Listed.Group != RecordGroup.V3Wheel)
            judged.Advise(ArtifactFileName.TryParse(judged.Listed.File, null, out _), "key", "a file name of CEP 26", judged.Listed.File);
    }

    private static void Lists(JudgedRecord judged)
    {
        judged.Require(IsListOfTexts(judged.Record.Raw(RecordField.Depends)), "depends", "a list of texts", hint: "a null makes clients fail on the whole channel");
        judged.Require(IsListOfTexts(judged.Record.Raw(RecordField.Constrains)), "constrains", "a list of texts", hint: "a null makes clients fail on the whole channel");
        judged.Advise(judged.Record.Has(RecordField.Depends), "depends", "a list, even if empty");
    }

    private static void Specs(JudgedRecord judged)
    {
        foreach (var spec in judged.Record.Depends)
            judged.Advise(MatchSpec.TryParse(spec, null, out _), "depends", "a MatchSpec", spec);
        foreach (var spec in judged.Record.Constrains)
            judged.Advise(MatchSpec.TryParse(spec, null, out _), "constrains", "a MatchSpec", spec);
    }

    private static void Hashes(JudgedRecord judged)
    {
        var (sha256, md5) = (judged.Record.Text(RecordField.Sha256), judged.Record.Text(RecordField.Md5));
        judged.Require(sha256 is not null || md5 is not null, "sha256", "a SHA-256 or an MD5", "neither", "mamba refuses to install it");
        judged.Require(sha256 is null || (Sha256.TryParse(sha256, null, out _) && !sha256.AsSpan().ContainsAnyInRange('A', 'F')), "sha256", "64 lower-case hexadecimal digits");
        judged.Require(md5 is null || (Md5.TryParse(md5, null, out _) && !md5.AsSpan().ContainsAnyInRange('A', 'F')), "md5", "32 lower-case hexadecimal digits");
        judged.Advise(sha256 is not null || md5 is null, "sha256", "a SHA-256", "only an MD5");
    }

    private static void Timestamp(JudgedRecord judged)
    {
        if (judged.Record.Integer(RecordField.Timestamp) is not { } timestamp)
            return;
        judged.Advise(timestamp is <= 0 or > BuildTime.LastSecond, "timestamp", "milliseconds", hint: "clients take it as seconds");
        judged.Advise(BuildTime.ToMilliseconds(timestamp) <= (judged.Now + Skew).ToUnixTimeMilliseconds(), "timestamp", "a time that has passed");
    }

    private static void IndexedTimestamp(JudgedRecord judged)
    {
        if (!judged.Record.Has(RecordField.IndexedTimestamp))
            return;
        var indexed = judged.Record.Integer(RecordField.IndexedTimestamp);
        judged.Require(indexed > BuildTime.LastSecond, "indexed_timestamp", "milliseconds");
        judged.Require(!(indexed > (judged.Now + Skew).ToUnixTimeMilliseconds()), "indexed_timestamp", "a time that has passed");
        if (judged.Record.Integer(RecordField.Timestamp) is { } built && indexed is { } seen)
            judged.Advise(BuildTime.ToMilliseconds(built) <= seen, "indexed_timestamp", $"not before timestamp, {built}");
    }

    private static void NoArch(JudgedRecord judged)
    {
        var raw = judged.Record.Raw(RecordField.Noarch);
        var isText = raw.IsEmpty || raw.SequenceEqual("\"python\""u8) || raw.SequenceEqual("\"generic\""u8);
        var isOld = raw.SequenceEqual("true"u8) || raw.SequenceEqual("false"u8) || raw.SequenceEqual("null"u8);
        judged.Require(isText || isOld, "noarch", "\"python\" or \"generic\"");
        judged.Advise(!isOld, "noarch", "\"python\" or \"generic\"");
    }

    private static bool IsListOfTexts(ReadOnlySpan<byte> json)
    {
        if (json.IsEmpty)
            return true;
        var reader = new Utf8JsonReader(json);
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
        {
        }
        return reader.TokenType == JsonTokenType.EndArray;
    }
}
