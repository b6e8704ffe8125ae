using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Access;

/// <summary>What can be wrong with users, teams, tokens and trusted publishers as they are asked for.</summary>
public static class AccessDiagnostics
{
    public static readonly DiagnosticKind BadName = new(
        "HRT4080",
        "Not the name of a user or a team",
        Severity.Error,
        "Names of users and teams have 1 to 64 characters: lower-case letters, digits, '.', '_' and '-', and start with a letter or digit. "
        + "Grants name their holder as user:NAME or team:NAME.");

    public static readonly DiagnosticKind BadRole = new(
        "HRT4081",
        "Not a role, or not a verb",
        Severity.Error,
        "Roles are reader, publisher, maintainer, owner and admin; each includes those before it. The verbs of tokens are read, publish, "
        + "manage and admin; none includes another.");

    public static readonly DiagnosticKind NameTaken = new(
        "HRT4082",
        "The name is taken",
        Severity.Error,
        "Another user or team has the name. Names are never given twice, not even after an account is disabled, because the log refers to them.");

    public static readonly DiagnosticKind NoSuchAccount = new(
        "HRT4083",
        "No such user, team or token",
        Severity.Error,
        "The instance knows nobody and no token of this name. 'hearth user list' and 'hearth token list' show who and what there is.");

    public static readonly DiagnosticKind BadToken = new(
        "HRT4084",
        "Not a token that can be made",
        Severity.Error,
        "A token acts for a user, within the limits of its scope, or stands for itself with grants of its own; it cannot do both or neither. "
        + "Its lifetime must be positive.");

    public static readonly DiagnosticKind BadIssuer = new(
        "HRT4085",
        "Not an OpenID Connect issuer",
        Severity.Error,
        "An issuer is a URL without query and fragment, exactly as it stands in the 'iss' claim of its tokens. It must be https, but for "
        + "issuers on this machine. Its discovery document lies under /.well-known/openid-configuration.");

    public static readonly DiagnosticKind BadPublisher = new(
        "HRT4086",
        "Not a trusted publisher",
        Severity.Error,
        "A trusted publisher needs an issuer that the instance trusts, and at least one claim whose pattern fits not just anything: with "
        + "an issuer that serves many, such as a public forge, whatever else runs there could publish.");

    public static readonly DiagnosticKind BrokenLog = new(
        "HRT4087",
        "The log was tampered with",
        Severity.Error,
        "Each change holds a hash of itself and of the change before it. From the revision named on, the hashes do not agree: a change was "
        + "altered, removed or put in behind Hearth's back, or the database is damaged. Compare with a backup.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
        [BadName, BadRole, NameTaken, NoSuchAccount, BadToken, BadIssuer, BadPublisher, BrokenLog];
}
