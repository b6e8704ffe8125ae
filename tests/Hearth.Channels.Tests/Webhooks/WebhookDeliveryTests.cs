using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Hearth.Channels.Access;
using Hearth.Channels.Jobs;
using Hearth.Channels.Webhooks;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;
using Microsoft.Extensions.Time.Testing;

namespace Hearth.Channels.Tests.Webhooks;

public sealed class WebhookDeliveryTests(PostgresServer postgres) : IDisposable
{
    private const string Secret = "a secret of some length";

    private readonly WebhookReceiver _receiver = new();
    private readonly RandomNumberGenerator _random = RandomNumberGenerator.Create();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero));

    [Theory, OnBothDatabases]
    public async Task Each_change_after_the_webhook_was_added_is_sent_once_and_in_order(DatabaseKind kind)
    {
        await using var bench = await OpenAsync(kind);
        await bench.Store.PublishAsync(new TinyPackage("before"));
        await bench.AddAsync(_receiver.Url);
        await bench.Store.PublishAsync(new TinyPackage("zlib"));
        await bench.Store.PublishAsync(new TinyPackage("tool"));

        await bench.WorkAsync();
        await bench.WorkAsync();

        Assert.Equal(["linux-64/zlib-1.0-0.conda", "linux-64/tool-1.0-0.conda"], _receiver.Received.Select(message => (string?)JsonNode.Parse(message.Body)!["change"]!["subject"]));
        Assert.All(await bench.AttemptsAsync(), attempt => Assert.Equal((204, true), (attempt.Status, attempt.IsDelivered)));
    }

    [Fact]
    public async Task A_message_is_signed_over_its_time_and_its_bytes()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(_receiver.Url);
        await bench.Store.PublishAsync(new TinyPackage("zlib"));
        await bench.WorkAsync();

        Assert.True(_receiver.Received.TryDequeue(out var message));
        var timestamp = message.Headers["Hearth-Timestamp"];
        Assert.Equal(_clock.GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture), timestamp);
        // As a receiver would check it, without a line of ours.
        byte[] signed = [.. Encoding.UTF8.GetBytes(timestamp + "."), .. message.Body];
        var expected = HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), signed);
        Assert.Equal("sha256=" + Convert.ToHexStringLower(expected), message.Headers["Hearth-Signature"]);
        Assert.Equal(("artifact.added", "1-2"), (message.Headers["Hearth-Event"], message.Headers["Hearth-Delivery"]));
    }

    [Fact]
    public async Task Only_kinds_that_are_wanted_are_sent()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(_receiver.Url, "artifact.removed");
        await bench.Store.PublishAsync(new TinyPackage("zlib"));
        await bench.Store.Changes.RemoveAsync(TestStore.Forge, "linux-64", "zlib-1.0-0.conda", "test", "", block: false, TestStore.Stop);
        await bench.Store.PublishAsync(new TinyPackage("tool"));

        await bench.WorkAsync();

        Assert.Equal("artifact.removed", Assert.Single(_receiver.Received).Headers["Hearth-Event"]);
        Assert.Equal(4, (await bench.ListAsync())[0].Sent);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(404)]
    [InlineData(302)]
    public async Task What_is_not_taken_is_sent_again_later_and_nothing_overtakes_it(int status)
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(_receiver.Url);
        await bench.Store.PublishAsync(new TinyPackage("zlib"));
        await bench.Store.PublishAsync(new TinyPackage("tool"));
        _receiver.Status = status;
        await bench.WorkAsync();
        await bench.WorkAsync();
        Assert.Single(_receiver.Received);

        _receiver.Status = 200;
        _clock.Advance(TimeSpan.FromSeconds(11));
        await bench.WorkAsync();

        Assert.Equal(["1-2", "1-2", "1-3"], _receiver.Received.Select(message => message.Headers["Hearth-Delivery"]));
        Assert.Equal([200, 200, status], (await bench.AttemptsAsync()).Select(attempt => attempt.Status));
    }

    [Fact]
    public async Task A_receiver_that_does_not_come_to_an_answer_is_not_waited_for()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(_receiver.Url);
        await bench.Store.PublishAsync(new TinyPackage("zlib"));
        _receiver.Delay = TimeSpan.FromMinutes(5);
        await bench.WorkAsync();
        var attempt = Assert.Single(await bench.AttemptsAsync());
        Assert.Equal((0, "no answer within 0.5 s"), (attempt.Status, attempt.Message));
    }

    [Fact]
    public async Task After_five_attempts_in_vain_there_is_an_hour_of_rest_and_then_all_is_sent()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(_receiver.Url);
        await bench.Store.PublishAsync(new TinyPackage("zlib"));
        _receiver.Status = 503;
        for (var tries = 0; tries < 10; tries++)
        {
            await bench.WorkAsync();
            _clock.Advance(TimeSpan.FromMinutes(11));
        }
        // The fifth comes within a quarter of an hour, the pauses before it being 10 s, 40 s, 160 s and 640 s.
        Assert.Equal(JobStore.MostAttempts, _receiver.Received.Count);
        _receiver.Status = 204;
        _clock.Advance(WebhookStore.PauseAfterFailure);
        await bench.WorkAsync();
        Assert.Equal(2, (await bench.ListAsync())[0].Sent);
    }

    [Fact]
    public async Task Private_networks_are_not_reached_unless_that_is_allowed()
    {
        await using var bench = await OpenAsync(allowsPrivate: false);
        await bench.AddAsync(_receiver.Url);
        await bench.Store.PublishAsync(new TinyPackage("zlib"));
        await bench.WorkAsync();
        Assert.Empty(_receiver.Received);
        Assert.Contains("private network", Assert.Single(await bench.AttemptsAsync()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://example.org/", "", null, 1)]
    [InlineData("http://example.org/", "", null, 1)]
    [InlineData("https://user:word@example.org/", "Artifact!", "short", 3)]
    public async Task All_that_is_wrong_with_a_webhook_is_told_at_once(string url, string wanted, string? secret, int problems)
    {
        await using var bench = await OpenAsync();
        var channel = (await bench.Store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        var refusal = await Assert.ThrowsAsync<BadInputException>(
            () => bench.Webhooks.AddAsync(channel, url, wanted.Length == 0 ? [] : [wanted], secret, "test", TestStore.Stop));
        Assert.Equal(problems, refusal.Diagnostics.Count);
    }

    [Fact]
    public async Task Webhooks_come_and_go_in_the_log_of_the_installation_without_their_secrets()
    {
        await using var bench = await OpenAsync();
        await bench.AddAsync(_receiver.Url);
        var channel = (await bench.Store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
        Assert.True(await bench.Webhooks.RemoveAsync(channel, 1, "test", TestStore.Stop));
        Assert.False(await bench.Webhooks.RemoveAsync(channel, 1, "test", TestStore.Stop));
        var log = await bench.Store.Store.Log.ReadAsync(await bench.Store.Store.Catalog.InstanceAsync(TestStore.Stop), 0, 100, TestStore.Stop);
        Assert.Equal(["webhook.added", "webhook.removed"], log.Select(change => change.Kind.Name));
        Assert.DoesNotContain(log, change => change.Body.Contains(Secret, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _receiver.Dispose();
        _random.Dispose();
    }

    private async Task<Bench> OpenAsync(DatabaseKind kind = DatabaseKind.Sqlite, bool allowsPrivate = true)
    {
        var store = await TestStore.OpenAsync(kind, postgres, _clock);
        var access = await AccessStore.OpenAsync(store.Store.Database, _clock, _random, TestStore.Stop);
        var webhooks = new WebhookStore(access);
        var jobs = new JobStore(store.Store.Database, _clock);
        // Receivers are waited for in true time, whatever the clock of the test says.
        var delivery = new WebhookDelivery(webhooks, _clock, allowsPrivate, TimeSpan.FromSeconds(0.5));
        return new Bench(store, webhooks, jobs, delivery);
    }

    private sealed record Bench(TestStore Store, WebhookStore Webhooks, JobStore Jobs, WebhookDelivery Delivery) : IAsyncDisposable
    {
        public async Task AddAsync(string url, params string[] kinds)
        {
            var channel = (await Store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!;
            await Webhooks.AddAsync(channel, url, kinds, Secret, "test", TestStore.Stop);
        }

        /// <summary>Schedules and does all that is due.</summary>
        public async Task WorkAsync()
        {
            await Delivery.ScheduleAsync(Jobs, TestStore.Stop);
            var runner = new JobRunner(Store.Store, Jobs, [Delivery]);
            while (await runner.RunNextAsync(TestStore.Stop))
            {
            }
        }

        public async Task<List<Webhook>> ListAsync() => await Webhooks.ListAsync((await Store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!, TestStore.Stop);

        public async Task<List<WebhookAttempt>> AttemptsAsync() =>
            (await Webhooks.AttemptsAsync((await Store.Store.Catalog.FindAsync(TestStore.Forge, TestStore.Stop))!, 1, 100, TestStore.Stop))!;

        public async ValueTask DisposeAsync()
        {
            Delivery.Dispose();
            await Store.DisposeAsync();
        }
    }
}
