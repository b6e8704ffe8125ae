using System.Text;
using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Access;

public sealed class TokensTests(PostgresServer postgres)
{
    private static readonly Grant Feedstock = new() { Channel = "forge", Role = Role.Publisher, Names = ["numpy*"], Owners = ["numpy"] };

    [Theory, OnBothDatabases]
    public async Task A_token_without_a_user_has_its_own_grants(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        var token = await access.Store.Tokens.CreateAsync(new TokenRequest { Grants = [Feedstock] }, "test", TestAccess.Stop);

        var machine = await access.BearerAsync(token);

        Assert.Equal($"token:{token.Token.Id}", machine.Actor);
        Assert.True(machine.MayPublish(TestAccess.Channel("forge"), "numpy").IsAllowed);
        Assert.False(machine.MayPublish(TestAccess.Channel("forge"), "scipy").IsAllowed);
        Assert.Equal(["numpy"], machine.OwnersOn(TestAccess.Channel("forge").Name));
    }

    [Theory, OnBothDatabases]
    public async Task A_token_has_a_user_or_grants_and_not_both(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);

        await Assert.ThrowsAsync<BadInputException>(() => access.Store.Tokens.CreateAsync(new TokenRequest(), "test", TestAccess.Stop));
        await Assert.ThrowsAsync<BadInputException>(() => access.Store.Tokens.CreateAsync(new TokenRequest { User = TestAccess.Ann, Grants = [Feedstock] }, "test", TestAccess.Stop));
        await Assert.ThrowsAsync<BadInputException>(() => access.TokenOfAnnAsync(lifetime: TimeSpan.Zero));
    }

    [Theory, OnBothDatabases]
    public async Task Both_tokens_of_a_rotation_work_until_the_grace_is_over(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        var old = await access.Store.Tokens.CreateAsync(new TokenRequest { Grants = [Feedstock], Description = "numpy-feedstock" }, "test", TestAccess.Stop);

        var successor = await access.Store.Tokens.RotateAsync(old.Token.Id, TimeSpan.FromHours(24), "test", TestAccess.Stop);

        Assert.NotNull(successor);
        Assert.Equal("numpy-feedstock", successor.Token.Description);
        Assert.True((await access.BearerAsync(old)).MayPublish(TestAccess.Channel("forge"), "numpy").IsAllowed);
        Assert.True((await access.BearerAsync(successor)).MayPublish(TestAccess.Channel("forge"), "numpy").IsAllowed);
        access.Clock.Advance(TimeSpan.FromHours(24));
        Assert.False((await access.BearerAsync(old)).IsIdentified);
        Assert.True((await access.BearerAsync(successor)).IsIdentified);
    }

    [Theory, OnBothDatabases]
    public async Task A_token_is_rotated_once(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        var old = await access.Store.Tokens.CreateAsync(new TokenRequest { Grants = [Feedstock] }, "test", TestAccess.Stop);

        var attempts = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => access.Store.Tokens.RotateAsync(old.Token.Id, TimeSpan.FromHours(1), "test", TestAccess.Stop)));

        Assert.Single(attempts, attempt => attempt is not null);
    }

    [Theory, OnBothDatabases]
    public async Task Rotating_all_tokens_reaches_each_once_and_going_on_finds_nothing_left(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        for (var i = 0; i < 20; i++)
            await access.Store.Tokens.CreateAsync(new TokenRequest { Grants = [Feedstock with { Owners = [$"feedstock{i}"] }] }, "test", TestAccess.Stop);
        access.Clock.Advance(TimeSpan.FromMinutes(1));
        var filter = new TokenFilter { Channel = "forge", CreatedBefore = access.Clock.GetUtcNow() };

        var rotated = await access.Store.Tokens.RotateAllAsync(filter, TimeSpan.FromHours(1), "test", TestAccess.Stop).ToListAsync(TestAccess.Stop);

        Assert.Equal(20, rotated.DistinctBy(pair => pair.Old).Count());
        Assert.Equal(20, rotated.SelectMany(pair => pair.New.Token.Grants[0].Owners).Distinct().Count());
        Assert.Empty(await access.Store.Tokens.RotateAllAsync(filter, TimeSpan.FromHours(1), "test", TestAccess.Stop).ToListAsync(TestAccess.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Tokens_are_found_by_the_owner_they_speak_for(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        await access.TokenOfAnnAsync();
        var numpy = await access.Store.Tokens.CreateAsync(new TokenRequest { Grants = [Feedstock] }, "test", TestAccess.Stop);

        Assert.Equal(numpy.Token.Id, Assert.Single(await access.Store.Tokens.ListAsync(new TokenFilter { Owner = "numpy" }, TestAccess.Stop)).Id);
        Assert.Empty(await access.Store.Tokens.ListAsync(new TokenFilter { Owner = "scipy" }, TestAccess.Stop));
        Assert.Equal(2, (await access.Store.Tokens.ListAsync(new TokenFilter(), TestAccess.Stop)).Count);
    }

    [Theory, OnBothDatabases]
    public async Task Every_change_is_in_the_log_and_no_secret_is(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Owner);
        var token = await access.TokenOfAnnAsync();
        var successor = await access.Store.Tokens.RotateAsync(token.Token.Id, TimeSpan.FromHours(1), "test", TestAccess.Stop);
        await access.Store.Tokens.RevokeAsync(successor!.Token.Id, "test", TestAccess.Stop);

        Assert.Equal(["user.created", "grant.set", "token.created", "token.created", "token.rotated", "token.revoked"], await access.LogAsync());
        var log = new ChangeLog(access.Database);
        var text = new StringBuilder().AppendJoin('\n', await log.ReadAsync(access.Store.Instance, 0, 100, TestAccess.Stop)).ToString();
        foreach (var secret in new[] { token, successor })
        {
            Assert.DoesNotContain(secret.Text.Reveal()[^32..], text, StringComparison.Ordinal);
            Assert.DoesNotContain(secret.Text.Digest.ToString(), text, StringComparison.Ordinal);
        }
        Assert.Null(await log.FirstBreakAsync(access.Store.Instance, TestAccess.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task A_change_that_fails_leaves_neither_a_row_nor_an_entry(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);

        await Assert.ThrowsAsync<BadInputException>(() => access.TokenOfAnnAsync());
        await Assert.ThrowsAsync<BadInputException>(() => access.Store.Grants.SetAsync(Grantee.User(TestAccess.Ann), Feedstock, "test", TestAccess.Stop));

        Assert.Empty(await access.LogAsync());
        Assert.Empty(await access.Store.Grants.ListAsync(TestAccess.Stop));
    }
}
