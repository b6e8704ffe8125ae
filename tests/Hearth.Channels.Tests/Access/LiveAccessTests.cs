using Hearth.Channels.Access;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Access;

public sealed class LiveAccessTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task A_token_is_good_the_moment_it_is_made(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        await access.Live.RefreshAsync(TestAccess.Stop);

        var token = await access.TokenOfAnnAsync();
        var ann = await access.Live.BearerAsync(token.Text.Reveal(), TestAccess.Stop);

        Assert.Equal($"user:ann token:{token.Token.Id}", ann.Actor);
        Assert.True(ann.MayRead(TestAccess.Channel("forge")).IsAllowed);
    }

    [Theory, OnBothDatabases]
    public async Task A_known_token_needs_no_database(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        var token = await access.TokenOfAnnAsync();
        await access.BearerAsync(token);

        await access.Database.DisposeAsync();

        Assert.True((await access.Live.BearerAsync(token.Text.Reveal(), TestAccess.Stop)).IsIdentified);
    }

    [Theory, OnBothDatabases]
    public async Task A_revoked_token_is_refused(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        var token = await access.TokenOfAnnAsync();
        Assert.True((await access.BearerAsync(token)).IsIdentified);

        Assert.True(await access.Store.Tokens.RevokeAsync(token.Token.Id, "test", TestAccess.Stop));

        Assert.NotNull((await access.BearerAsync(token)).Problem);
        Assert.False(await access.Store.Tokens.RevokeAsync(token.Token.Id, "test", TestAccess.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Revoking_reaches_a_server_by_a_signal(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        var token = await access.TokenOfAnnAsync();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestAccess.Stop);
        var running = access.Live.RunAsync(stop.Token);
        while (!(await access.Live.BearerAsync(token.Text.Reveal(), TestAccess.Stop)).IsIdentified)
            await Task.Delay(10, TestAccess.Stop);
        // The clock stands still: nothing but the signal wakes the server.
        await Task.Delay(300, TestAccess.Stop);

        await access.Store.Tokens.RevokeAsync(token.Token.Id, "test", TestAccess.Stop);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await access.Live.BearerAsync(token.Text.Reveal(), TestAccess.Stop)).IsIdentified)
            await Task.Delay(10, patience.Token);
        await stop.CancelAsync();
        await running;
    }

    [Theory, OnBothDatabases]
    public async Task The_name_of_a_token_with_another_secret_is_refused(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        var (one, other) = (await access.TokenOfAnnAsync(), await access.TokenOfAnnAsync());
        await access.Live.RefreshAsync(TestAccess.Stop);

        var forged = $"hrt-{one.Token.Id}-{other.Text.Reveal()[^32..]}";

        Assert.False((await access.Live.BearerAsync(forged, TestAccess.Stop)).IsIdentified);
    }

    [Theory, OnBothDatabases]
    public async Task A_token_ends_when_it_expires(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        var token = await access.TokenOfAnnAsync(lifetime: TimeSpan.FromHours(1));

        access.Clock.Advance(TimeSpan.FromMinutes(59));
        Assert.True((await access.BearerAsync(token)).IsIdentified);
        access.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("the token has expired", (await access.BearerAsync(token)).Problem);
    }

    [Theory, OnBothDatabases]
    public async Task Disabling_an_account_ends_its_tokens_until_it_is_enabled_again(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        var token = await access.TokenOfAnnAsync();

        await access.Store.Users.SetDisabledAsync(TestAccess.Ann, disabled: true, "test", TestAccess.Stop);
        Assert.Equal("the account is disabled", (await access.BearerAsync(token)).Problem);
        await access.Store.Users.SetDisabledAsync(TestAccess.Ann, disabled: false, "test", TestAccess.Stop);
        Assert.True((await access.BearerAsync(token)).IsIdentified);
    }

    [Theory, OnBothDatabases]
    public async Task Changed_grants_hold_at_the_next_look(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        var token = await access.TokenOfAnnAsync();
        var channel = TestAccess.Channel("forge");
        Assert.False((await access.BearerAsync(token)).MayManage(channel).IsAllowed);

        var core = AccountName.Parse("core");
        await access.Store.Teams.CreateAsync(core, "test", TestAccess.Stop);
        await access.Store.Teams.SetMembersAsync(core, [TestAccess.Ann], "test", TestAccess.Stop);
        await access.Store.Grants.SetAsync(Grantee.Team(core), new Grant { Channel = "forge", Role = Role.Maintainer }, "test", TestAccess.Stop);
        Assert.True((await access.BearerAsync(token)).MayManage(channel).IsAllowed);

        await access.Store.Teams.SetMembersAsync(core, [], "test", TestAccess.Stop);
        Assert.False((await access.BearerAsync(token)).MayManage(channel).IsAllowed);
        await access.Store.Grants.RemoveAsync(Grantee.User(TestAccess.Ann), "forge", "test", TestAccess.Stop);
        Assert.False((await access.BearerAsync(token)).MayRead(channel).IsAllowed);
    }

    [Theory, OnBothDatabases]
    public async Task A_session_is_no_bearer_token_and_a_token_no_session(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        var token = await access.TokenOfAnnAsync();
        var session = await access.Store.Tokens.CreateAsync(
            new TokenRequest { User = TestAccess.Ann, Kind = TokenKind.Session, Lifetime = TimeSpan.FromHours(12) }, "test", TestAccess.Stop);

        Assert.Equal("user:ann", (await access.Live.SessionAsync(session.Text.Reveal(), TestAccess.Stop)).Actor);
        Assert.False((await access.Live.BearerAsync(session.Text.Reveal(), TestAccess.Stop)).IsIdentified);
        Assert.False((await access.Live.SessionAsync(token.Text.Reveal(), TestAccess.Stop)).IsIdentified);
    }

    [Theory, OnBothDatabases]
    public async Task Last_use_is_written_when_asked_and_changes_no_log(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        var token = await access.TokenOfAnnAsync();
        await access.BearerAsync(token);
        Assert.Null(Assert.Single(await access.Store.Tokens.ListAsync(new TokenFilter(), TestAccess.Stop)).LastUsed);
        var before = await access.LogAsync();

        await access.Live.NoteUseAsync(TestAccess.Stop);

        Assert.Equal(access.Clock.GetUtcNow(), Assert.Single(await access.Store.Tokens.ListAsync(new TokenFilter(), TestAccess.Stop)).LastUsed);
        Assert.Equal(before, await access.LogAsync());
    }
}
