using Hearth.Channels.Access;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Access;

public sealed class UsersTests(PostgresServer postgres)
{
    private const string Issuer = "https://id.example.org";

    [Theory, OnBothDatabases]
    public async Task A_name_is_given_once(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        await access.Store.Users.SetDisabledAsync(TestAccess.Ann, disabled: true, "test", TestAccess.Stop);

        await Assert.ThrowsAsync<BadInputException>(() => access.Store.Users.CreateAsync(TestAccess.Ann, "", "test", TestAccess.Stop));
    }

    [Theory, OnBothDatabases]
    public async Task Whoever_signs_in_again_is_the_same_user_whatever_the_issuer_calls_them(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);

        var first = await access.Store.Users.SignInAsync(Issuer, "1234", TestAccess.Ann, "Ann", TestAccess.Stop);
        var again = await access.Store.Users.SignInAsync(Issuer, "1234", AccountName.Parse("root"), "Root", TestAccess.Stop);

        Assert.Equal(first, again);
    }

    [Theory, OnBothDatabases]
    public async Task Signing_in_under_a_name_that_is_taken_makes_another_account(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Admin);

        var other = await access.Store.Users.SignInAsync(Issuer, "1234", TestAccess.Ann, "Ann", TestAccess.Stop);

        Assert.Equal("ann-2", other!.Name.ToString());
    }

    [Theory, OnBothDatabases]
    public async Task Where_accounts_are_not_made_by_signing_in_only_those_who_are_linked_do(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await access.AnnAsync(Role.Reader);
        Assert.Null(await access.Store.Users.SignInAsync(Issuer, "1234", null, "Ann", TestAccess.Stop));

        await access.Store.Users.LinkAsync(TestAccess.Ann, Issuer, "1234", "test", TestAccess.Stop);

        Assert.Equal(TestAccess.Ann, (await access.Store.Users.SignInAsync(Issuer, "1234", null, "Ann", TestAccess.Stop))!.Name);
        Assert.Null(await access.Store.Users.SignInAsync("https://other.example.org", "1234", null, "Ann", TestAccess.Stop));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Ann")]
    [InlineData("-ann")]
    [InlineData("ann lee")]
    [InlineData("ann:x")]
    public void Other_text_is_no_name(string text) => Assert.False(AccountName.TryParse(text, null, out _));

    [Theory, OnBothDatabases]
    public async Task Members_come_and_go_one_by_one_and_only_changes_are_in_the_log(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        var (core, ben) = (AccountName.Parse("core"), AccountName.Parse("ben"));
        await access.AnnAsync(Role.Reader);
        await access.Store.Users.CreateAsync(ben, "Ben", "test", TestAccess.Stop);
        await access.Store.Teams.CreateAsync(core, "test", TestAccess.Stop);

        Assert.Equal([TestAccess.Ann, ben], await access.Store.Teams.ChangeMembersAsync(core, [ben, TestAccess.Ann], [], "test", TestAccess.Stop));
        Assert.Equal([ben], await access.Store.Teams.ChangeMembersAsync(core, [ben], [TestAccess.Ann], "test", TestAccess.Stop));
        Assert.Equal([ben], await access.Store.Teams.ChangeMembersAsync(core, [ben], [], "test", TestAccess.Stop));

        Assert.Equal(2, (await access.LogAsync()).Count(change => change == "team.members"));
        await Assert.ThrowsAsync<Foundation.Diagnostics.BadInputException>(() => access.Store.Teams.ChangeMembersAsync(core, [AccountName.Parse("nobody")], [], "test", TestAccess.Stop));
    }
}
