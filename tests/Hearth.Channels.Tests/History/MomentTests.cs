using Hearth.Channels.History;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Tests.History;

public sealed class MomentTests
{
    [Theory]
    [InlineData("2026-11-01", "2026-11-01T23:59:59.9990000+00:00")]
    [InlineData("20261101", "2026-11-01T23:59:59.9990000+00:00")]
    [InlineData("2026-11-01T10:15:00Z", "2026-11-01T10:15:00.0000000+00:00")]
    [InlineData("2026-11-01T10:15Z", "2026-11-01T10:15:00.0000000+00:00")]
    [InlineData("2026-11-01T12:15:00.250+02:00", "2026-11-01T10:15:00.2500000+00:00")]
    [InlineData("20261101t101500z", "2026-11-01T10:15:00.0000000+00:00")]
    [InlineData("20261101T101500Z", "2026-11-01T10:15:00.0000000+00:00")]
    public void Instants_are_read_in_each_spelling_and_a_day_is_in_its_date(string text, string instant) =>
        Assert.Equal(instant, Assert.IsType<Moment.AtInstant>(Moment.Parse(text)).Instant.ToString("O"));

    [Fact]
    public void Revisions_and_names_are_told_apart()
    {
        Assert.Equal(new Moment.AtRevision(12), Moment.Parse("r12"));
        Assert.Equal(new Moment.AtSnapshot("release-2026.11"), Moment.Parse("release-2026.11"));
        Assert.Equal(new Moment.AtSnapshot("r"), Moment.Parse("r"));
        Assert.Equal(new Moment.Ago(TimeSpan.FromDays(7)), Moment.Parse("7d"));
        Assert.Equal(new Moment.Ago(TimeSpan.FromDays(14)), Moment.Parse("2w"));
        Assert.Equal(new Moment.Ago(TimeSpan.FromHours(36)), Moment.Parse("36h"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-01T10:15:00")]
    [InlineData("2026-13-01")]
    [InlineData("9999-12-31")]
    [InlineData("12")]
    [InlineData("7y")]
    [InlineData("999999999d")]
    [InlineData("r99999999999999999999")]
    [InlineData("Release")]
    [InlineData("-x")]
    [InlineData("a b")]
    public void Anything_else_is_no_moment(string text) => Assert.Equal("HRT4140", Assert.Throws<BadInputException>(() => Moment.Parse(text)).Diagnostics.Single().Code);
}
