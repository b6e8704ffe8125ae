using System.Text;
using Hearth.Conda.Records;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Tests.Records;

public sealed class PackageRecordTests
{
    private static readonly PackageRecord Record = PackageRecord.Parse(
        """{"name":"a","version":"1.0","build":"0","build_number":3,"depends":["b >=1"],"timestamp":1700000000,"x":{"later":1.50}}"""u8);

    [Fact]
    public void Known_fields_are_typed()
    {
        Assert.Equal(("a", "1.0", "0", 3), (Record.Name, Record.Version, Record.Build, Record.BuildNumber));
        Assert.Equal(["b >=1"], Record.Depends);
        Assert.Empty(Record.Constrains);
        Assert.Null(Record.License);
    }

    [Fact]
    public void Unknown_fields_pass_through_byte_for_byte() =>
        Assert.Equal("""{"later":1.50}""", Encoding.UTF8.GetString(Record.Raw("x"u8)));

    [Fact]
    public void Timestamps_up_to_the_last_second_of_9999_are_seconds_and_larger_ones_milliseconds()
    {
        Assert.Equal(DateTimeOffset.FromUnixTimeSeconds(1700000000), Record.Timestamp);
        Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(253402300800), BuildTime.FromRecord(253402300800));
        Assert.Null(BuildTime.FromRecord(long.MaxValue));
        Assert.Null(BuildTime.FromRecord(long.MinValue));
    }

    [Fact]
    public void A_changed_copy_leaves_the_record_as_it_was()
    {
        var changed = PackageRecord.From(Record.ToBuilder().Set("license"u8, "MIT").Remove("x"u8));
        Assert.Equal("MIT", changed.License);
        Assert.False(changed.Has("x"u8));
        Assert.True(Record.Has("x"u8));
        Assert.NotEqual(Record, changed);
    }

    [Fact]
    public void Records_with_the_same_fields_are_equal_in_whatever_order_they_were_written() =>
        Assert.Equal(PackageRecord.Parse("""{"a":1,"b":2}"""u8), PackageRecord.Parse("""{ "b":2, "a":1 }"""u8));

    [Theory]
    [InlineData("""{"schema_version":3}""", true)]
    [InlineData("""{"schema_version":2}""", false)]
    [InlineData("""{"flags":["cuda"]}""", true)]
    [InlineData("""{"extra_depends":{"x":["y"]}}""", true)]
    [InlineData("""{"depends":["a >=1"]}""", false)]
    [InlineData("""{"depends":["a[when=\"python\"]"]}""", true)]
    public void A_record_that_older_clients_would_misread_needs_revision_3(string json, bool needs) =>
        Assert.Equal(needs, PackageRecord.Parse(Encoding.UTF8.GetBytes(json)).NeedsRevision3);

    [Fact]
    public void More_fields_than_usual_are_no_problem()
    {
        var builder = new JsonObjectBuilder();
        for (var i = 0; i < 200; i++)
            builder.Set(Encoding.UTF8.GetBytes($"f{i:000}"), i);
        Assert.Equal(200, PackageRecord.From(builder).FieldNames.Count());
    }
}
