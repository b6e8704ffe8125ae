using Hearth.Channels.Access;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Access;

public sealed class FirstAdminTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task The_first_start_makes_one_admin_token_however_many_servers_start(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);

        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => FirstAdmin.CreateAsync(access.Store, TestAccess.Stop)));

        var token = Assert.Single(made, token => token is not null);
        Assert.True((await access.BearerAsync(token!)).MayAdminister().IsAllowed);
    }

    [Theory, OnBothDatabases]
    public async Task An_instance_with_an_admin_gets_no_token(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Admin);

        Assert.Null(await FirstAdmin.CreateAsync(access.Store, TestAccess.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task When_the_token_expires_unused_the_next_start_makes_another(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        Assert.NotNull(await FirstAdmin.CreateAsync(access.Store, TestAccess.Stop));

        access.Clock.Advance(FirstAdmin.Lifetime);

        Assert.NotNull(await FirstAdmin.CreateAsync(access.Store, TestAccess.Stop));
    }
}
