using Hearth.Channels.Log;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Tests.Log;

public sealed class ChannelSettingsTests
{
    [Fact]
    public void What_is_left_out_or_null_is_as_in_a_new_channel()
    {
        var settings = ChannelSettings.Parse("""{"description":"x","names":null,"frozen":true}"""u8);

        Assert.Equal(("x", true, true, 30), (settings.Description, settings.Frozen, settings.VerifyPaths, settings.DocumentsWithinSeconds));
        Assert.Empty(settings.Names);
        Assert.Empty(settings.Outputs);
    }

    [Fact]
    public void A_schedule_and_what_is_kept_of_it_are_read()
    {
        var settings = ChannelSettings.Parse("""{"snapshots":"0 3 * * 1-5","snapshot_retention":{"last":3,"weekly":8}}"""u8);

        Assert.Equal(("0 3 * * 1-5", 3, 0, 8, 0), (settings.Snapshots, settings.SnapshotRetention!.Last, settings.SnapshotRetention.Daily, settings.SnapshotRetention.Weekly, settings.SnapshotRetention.Monthly));
    }

    [Theory]
    [InlineData("""{"descripton":"x"}""", "descripton")]
    [InlineData("""{"frozen":"yes"}""", "frozen")]
    [InlineData("""[]""", "not understood")]
    [InlineData("""{"relations_base":"https://example.org/forge"}""", "relations_base")]
    [InlineData("""{"snapshots":"hourly"}""", "cron")]
    [InlineData("""{"snapshots":"*/5 * * * *"}""", "once an hour")]
    [InlineData("""{"snapshot_retention":{"daily":-1}}""", "snapshot_retention")]
    [InlineData("""{"snapshot_retention":{}}""", "snapshot_retention")]
    [InlineData("""{"snapshot_retention":{"yearly":1}}""", "yearly")]
    public void A_setting_that_does_not_exist_or_has_a_wrong_value_is_named(string json, string named) =>
        Assert.Contains(named, Assert.Throws<BadInputException>(() => ChannelSettings.Parse(System.Text.Encoding.UTF8.GetBytes(json))).Message, StringComparison.Ordinal);
}
