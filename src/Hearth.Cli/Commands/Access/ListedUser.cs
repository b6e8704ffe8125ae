using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary>A user as <c>--json</c> shows it.</summary>
internal sealed record ListedUser(string Name, string DisplayName, DateTimeOffset Created, DateTimeOffset? Disabled, IReadOnlyList<string> Roles)
{
    public static ListedUser Of(User user, IEnumerable<(Grantee Grantee, Grant Grant)> grants) => new(
        user.Name.ToString(),
        user.DisplayName,
        user.Created,
        user.Disabled,
        RolesOf(Grantee.User(user.Name), grants));

    /// <summary>The roles of someone, and where.</summary>
    public static IReadOnlyList<string> RolesOf(Grantee grantee, IEnumerable<(Grantee Grantee, Grant Grant)> grants) =>
        [.. grants.Where(row => row.Grantee == grantee).Select(row => row.Grant.Role == Role.Admin ? row.Grant.Role.Word() : $"{row.Grant.Role.Word()} on {row.Grant.Channel}")];

    /// <summary>One line for people.</summary>
    public override string ToString() => $"{Name}  {(Disabled is null ? string.Join(", ", Roles) : "disabled")}  {DisplayName}".TrimEnd();
}
