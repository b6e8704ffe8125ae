using Hearth.Channels.Access;
using Hearth.Conda.Names;

namespace Hearth.Channels.Tests.Access;

public sealed class PrincipalTests
{
    private static readonly ChannelName Forge = ChannelName.Parse("forge");

    public static TheoryData<Role, Verbs, bool, bool, bool, bool, bool> Cells()
    {
        var cells = new TheoryData<Role, Verbs, bool, bool, bool, bool, bool>();
        foreach (var role in Enum.GetValues<Role>())
        {
            for (var verbs = Verbs.None; verbs <= Verbs.All; verbs++)
            {
                cells.Add(
                    role,
                    verbs,
                    verbs.HasFlag(Verbs.Read),
                    verbs.HasFlag(Verbs.Publish) && role >= Role.Publisher,
                    verbs.HasFlag(Verbs.Manage) && role >= Role.Maintainer,
                    verbs.HasFlag(Verbs.Manage) && role >= Role.Owner,
                    verbs.HasFlag(Verbs.Administer) && role == Role.Admin);
            }
        }
        return cells;
    }

    [Theory, MemberData(nameof(Cells))]
    public void A_role_includes_those_before_it_and_a_verb_no_other(Role role, Verbs verbs, bool read, bool publish, bool manage, bool own, bool administer)
    {
        var principal = Bearer(new TokenScope { Verbs = verbs }, new Grant { Channel = "forge", Role = role });
        var channel = TestAccess.Channel("forge");

        Assert.Equal(read, principal.MayRead(channel).IsAllowed);
        Assert.Equal(publish, principal.MayPublish(channel, "zlib").IsAllowed);
        Assert.Equal(manage, principal.MayManage(channel).IsAllowed);
        Assert.Equal(own, principal.MayOwn(channel).IsAllowed);
        Assert.Equal(administer, principal.MayAdminister().IsAllowed);
    }

    [Fact]
    public void Everyone_reads_what_is_not_private_even_with_a_credential_that_is_not_accepted()
    {
        var open = TestAccess.Channel("forge", isPrivate: false);

        Assert.True(Principal.Anonymous.MayRead(open).IsAllowed);
        Assert.True(Principal.Unaccepted("expired").MayRead(open).IsAllowed);
        Assert.True(Bearer(new TokenScope { Channels = ["other"] }).MayRead(open).IsAllowed);
    }

    [Fact]
    public void Who_sent_nothing_is_asked_for_a_credential_and_who_sent_a_bad_one_is_refused()
    {
        var channel = TestAccess.Channel("forge");

        Assert.Equal(Verdict.Unidentified, Principal.Anonymous.MayRead(channel).Verdict);
        Assert.Equal(Decision.Refused("the token has expired"), Principal.Unaccepted("the token has expired").MayRead(channel));
    }

    [Fact]
    public void A_grant_on_one_channel_says_nothing_of_another()
    {
        var principal = Bearer(TokenScope.Unlimited, new Grant { Channel = "team-*", Role = Role.Owner });

        Assert.True(principal.MayOwn(TestAccess.Channel("team-a")).IsAllowed);
        Assert.False(principal.MayRead(TestAccess.Channel("forge")).IsAllowed);
    }

    [Fact]
    public void The_names_of_a_grant_limit_what_is_published()
    {
        var principal = Bearer(TokenScope.Unlimited, new Grant { Channel = "forge", Role = Role.Publisher, Names = ["numpy*"] });
        var channel = TestAccess.Channel("forge");

        Assert.True(principal.MayPublish(channel, "numpy-base").IsAllowed);
        Assert.True(principal.MayPublish(channel, null).IsAllowed);
        Assert.Contains("but not packages named 'scipy'", principal.MayPublish(channel, "scipy").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void The_names_of_a_token_limit_what_its_holder_may_publish()
    {
        var principal = Bearer(new TokenScope { Names = ["numpy"] }, new Grant { Channel = "forge", Role = Role.Owner });

        Assert.True(principal.MayPublish(TestAccess.Channel("forge"), "numpy").IsAllowed);
        Assert.False(principal.MayPublish(TestAccess.Channel("forge"), "scipy").IsAllowed);
    }

    [Fact]
    public void Owners_come_with_grants_on_the_channel_and_only_within_the_scope()
    {
        Grant[] grants =
        [
            new() { Channel = "forge", Role = Role.Publisher, Owners = ["numpy", "scipy"] },
            new() { Channel = "other", Role = Role.Publisher, Owners = ["zlib"] },
            new() { Channel = "forge", Role = Role.Reader, Owners = ["tzdata"] },
        ];

        Assert.Equal(["numpy", "scipy"], Bearer(TokenScope.Unlimited, grants).OwnersOn(Forge));
        Assert.Equal(["scipy"], Bearer(new TokenScope { Owners = ["scipy", "zlib"] }, grants).OwnersOn(Forge));
    }

    [Fact]
    public void A_user_named_like_a_feedstock_does_not_speak_for_it()
    {
        var numpy = AccountName.Parse("numpy");
        var principal = new Principal { Actor = "user:numpy", User = new User(1, numpy, "", default, null), Teams = [AccountName.Parse("core")] };

        Assert.Equal(["team:core", "user:numpy"], principal.OwnersOn(Forge));
    }

    [Fact]
    public void A_token_makes_no_token_that_may_do_more()
    {
        var narrow = new TokenScope { Channels = ["forge"], Verbs = Verbs.Read | Verbs.Publish };
        var ann = Bearer(narrow, new Grant { Channel = "*", Role = Role.Owner }) with { User = new User(1, TestAccess.Ann, "", default, null) };

        Assert.True(ann.MayIssue(new TokenRequest { User = TestAccess.Ann, Scope = narrow with { Verbs = Verbs.Read } }, default).IsAllowed);
        Assert.False(ann.MayIssue(new TokenRequest { User = TestAccess.Ann, Scope = narrow with { Channels = [] } }, default).IsAllowed);
        Assert.False(ann.MayIssue(new TokenRequest { User = TestAccess.Ann, Scope = narrow with { Verbs = Verbs.Manage } }, default).IsAllowed);
        Assert.False(ann.MayIssue(new TokenRequest { User = AccountName.Parse("bob"), Scope = narrow }, default).IsAllowed);
        Assert.False(ann.MayIssue(new TokenRequest { Grants = [new Grant { Channel = "forge", Role = Role.Reader }] }, default).IsAllowed);
    }

    [Theory]
    [InlineData("forge", Role.Publisher, true)]
    [InlineData("forge", Role.Owner, true)]
    [InlineData("forge", Role.Admin, false)]
    [InlineData("other", Role.Reader, false)]
    [InlineData("*", Role.Reader, false)]
    public void An_owner_makes_tokens_for_machines_on_its_own_channels(string channel, Role role, bool allowed)
    {
        var owner = Bearer(TokenScope.Unlimited, new Grant { Channel = "forge", Role = Role.Owner });

        Assert.Equal(allowed, owner.MayIssue(new TokenRequest { Grants = [new Grant { Channel = channel, Role = role }] }, default).IsAllowed);
    }

    [Theory]
    [InlineData("*", "?", true)]
    [InlineData("team-*", "team-a*", true)]
    [InlineData("team-?", "team-a", true)]
    [InlineData("team-?", "team-*", false)]
    [InlineData("team-?", "team-?", true)]
    [InlineData("team-a", "team-?", false)]
    public void A_pattern_includes_another_only_if_it_covers_all_of_it(string outer, string inner, bool includes) =>
        Assert.Equal(includes, new TokenScope { Channels = [outer] }.Includes(new TokenScope { Channels = [inner] }));

    [Fact]
    public void A_token_for_a_part_of_the_instance_administers_nothing()
    {
        var admin = new Grant { Channel = "*", Role = Role.Admin };

        foreach (var scope in (TokenScope[])[new() { Channels = ["*"] }, new() { Names = ["*"] }, new() { Owners = ["zlib"] }])
            Assert.False(Bearer(scope, admin).MayAdminister().IsAllowed);
        Assert.True(Bearer(new TokenScope { Verbs = Verbs.Administer }, admin).MayAdminister().IsAllowed);
    }

    [Fact]
    public void An_admin_for_one_verb_makes_no_token_for_another()
    {
        var admin = Bearer(new TokenScope { Verbs = Verbs.Administer }, new Grant { Channel = "*", Role = Role.Admin });

        Assert.False(admin.MayIssue(new TokenRequest { User = TestAccess.Ann }, default).IsAllowed);
        Assert.True(admin.MayIssue(new TokenRequest { User = TestAccess.Ann, Scope = new TokenScope { Verbs = Verbs.Administer } }, default).IsAllowed);
    }

    [Fact]
    public void A_token_that_ends_makes_none_that_outlives_it()
    {
        var now = new DateTimeOffset(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
        var ann = Bearer(TokenScope.Unlimited) with { User = new User(1, TestAccess.Ann, "", default, null), Ends = now.AddHours(1) };

        Assert.True(ann.MayIssue(new TokenRequest { User = TestAccess.Ann, Lifetime = TimeSpan.FromHours(1) }, now).IsAllowed);
        Assert.False(ann.MayIssue(new TokenRequest { User = TestAccess.Ann, Lifetime = TimeSpan.FromHours(2) }, now).IsAllowed);
        Assert.False(ann.MayIssue(new TokenRequest { User = TestAccess.Ann }, now).IsAllowed);
    }

    private static Principal Bearer(TokenScope scope, params Grant[] grants) => new()
    {
        Actor = "token:x",
        Token = new ApiToken { Id = "x", Kind = TokenKind.Api, Description = "", Scope = scope, Grants = grants, Creator = "test", Created = default },
        Grants = grants,
    };
}
