using System.Text;
using CsCheck;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Tests.Views;

public sealed class ListedSizesTests
{
    private static readonly Gen<string> Text = Gen.String[Gen.Char["abé\"\\_.-7"], 1, 12];

    private static readonly Gen<(RecordGroup Group, string File, string Json)> AnyRecord =
        Gen.Select(Gen.Int[0, RecordGroups.All.Count - 1].Select(i => RecordGroups.All[i]), Text, Text, (group, stem, value) => (group, stem + group.Extension(), $"{{\"v\":{Quoted(value)}}}"));

    private static readonly Gen<(RecordGroup Group, string File, string Json)[]> AnyRecords = AnyRecord.Array[0, 12]
        .Select(records => records.DistinctBy(record => (record.Group, record.File)).OrderBy(record => record.Group).ThenBy(record => record.File, StringComparer.Ordinal).ToArray());

    [Fact]
    public void The_size_of_a_document_is_known_without_writing_it() => Gen.Select(AnyRecords, Text.Array[0, 3], Gen.Bool).Sample((records, removed, isRelated) =>
    {
        var info = new RepodataInfo { Subdir = "linux-64", Revision3 = isRelated ? new RevisionSummary(3, 1, 2) : null };
        Assert.Equal(Written(records, info, removed), SizesOf(records).DocumentSize(info, removed));
    });

    [Fact]
    public void Sizes_are_added_and_taken_away() => Gen.Select(AnyRecords, AnyRecords).Sample((some, others) =>
    {
        Assert.Equal(SizesOf(some).ToBytes(), SizesOf(some).Plus(SizesOf(others)).Minus(SizesOf(others)).ToBytes());
        Assert.Equal(SizesOf([.. some, .. others]).ToBytes(), SizesOf(some).Plus(SizesOf(others)).ToBytes());
    });

    [Fact]
    public void Sizes_come_back_from_their_bytes() => AnyRecords.Sample(records => Assert.Equal(SizesOf(records).ToBytes(), ListedSizes.Read(SizesOf(records).ToBytes())!.ToBytes()));

    [Fact]
    public void Nothing_takes_no_bytes() => Assert.Empty(ListedSizes.None.ToBytes());

    private static ListedSizes SizesOf((RecordGroup Group, string File, string Json)[] records) =>
        ListedSizes.Of(records.Select(record => (record.Group, record.File, Encoding.UTF8.GetByteCount(record.Json))));

    private static long Written((RecordGroup Group, string File, string Json)[] records, RepodataInfo info, string[] removed)
    {
        using var output = new MemoryStream();
        var writer = new RepodataWriter(output, info, removed);
        foreach (var (group, file, json) in records)
            writer.Write(group, group.KeyOf(file), Encoding.UTF8.GetBytes(json));
        writer.Complete();
        return output.Length;
    }

    private static string Quoted(string text) => $"\"{System.Text.Json.JsonEncodedText.Encode(text)}\"";
}
