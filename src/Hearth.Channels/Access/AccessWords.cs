namespace Hearth.Channels.Access;

/// <summary>How roles and verbs are written in logs, commands and APIs. The words are part of the log for ever.</summary>
public static class AccessWords
{
    private static readonly (Role Role, string Word)[] Roles =
        [(Role.Reader, "reader"), (Role.Publisher, "publisher"), (Role.Maintainer, "maintainer"), (Role.Owner, "owner"), (Role.Admin, "admin")];

    private static readonly (Verbs Verb, string Word)[] AllVerbs =
        [(Verbs.Read, "read"), (Verbs.Publish, "publish"), (Verbs.Manage, "manage"), (Verbs.Administer, "admin")];

    public static string Word(this Role role) => Roles.First(entry => entry.Role == role).Word;

    /// <summary>The verb that acting in the role needs.</summary>
    public static Verbs Verb(this Role role) => role switch
    {
        Role.Reader => Verbs.Read,
        Role.Publisher => Verbs.Publish,
        Role.Admin => Verbs.Administer,
        _ => Verbs.Manage,
    };

    /// <summary>The words of the verbs, weakest first.</summary>
    public static IReadOnlyList<string> Words(this Verbs verbs) => [.. AllVerbs.Where(entry => verbs.HasFlag(entry.Verb)).Select(entry => entry.Word)];

    public static bool TryRead(string word, out Role role)
    {
        role = Roles.FirstOrDefault(entry => entry.Word == word).Role;
        return role != default;
    }

    public static bool TryRead(string word, out Verbs verb)
    {
        verb = AllVerbs.FirstOrDefault(entry => entry.Word == word).Verb;
        return verb != default;
    }

    /// <exception cref="Foundation.Diagnostics.BadInputException">The word names no role.</exception>
    public static Role ReadRole(string word) => TryRead(word, out Role role)
        ? role
        : throw AccessDiagnostics.BadRole.Refuse(null, $"'{word}' is not a role", $"one of {string.Join(", ", Roles.Select(entry => entry.Word))}");

    /// <exception cref="Foundation.Diagnostics.BadInputException">A word names no verb.</exception>
    public static Verbs ReadVerbs(IEnumerable<string> words) => words.Aggregate(Verbs.None, (verbs, word) => verbs | (TryRead(word, out Verbs verb)
        ? verb
        : throw AccessDiagnostics.BadRole.Refuse(null, $"'{word}' is not a verb", $"one of {string.Join(", ", AllVerbs.Select(entry => entry.Word))}")));
}
