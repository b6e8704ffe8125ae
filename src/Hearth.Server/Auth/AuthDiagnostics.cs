using Hearth.Foundation.Diagnostics;

namespace Hearth.Server.Auth;

/// <summary>Why a request is not answered as its sender wanted, though there is something to answer with.</summary>
public static class AuthDiagnostics
{
    public static readonly DiagnosticKind CredentialNeeded = new(
        "HRT6030",
        "A credential is needed",
        Severity.Error,
        "The request says nothing of who sent it, and what it asks for is not for everyone. Send a token: in the URL as /t/TOKEN/, as "
        + "'Authorization: Bearer TOKEN', or in whatever way the client stores credentials (conda: .condarc or netrc; rattler and pixi: 'auth login').");

    public static readonly DiagnosticKind NotAllowed = new(
        "HRT6031",
        "Not allowed",
        Severity.Error,
        "It is known who sent the request, but they may not do this; or the token that was sent is not accepted. The message says which. "
        + "An owner of the channel, or an admin, can grant the role.");

    public static readonly DiagnosticKind CrossSite = new(
        "HRT6032",
        "The form was not sent from a page of this server",
        Severity.Error,
        "A request that changes something came with a browser's session but without the token of the page's form, or from another site. "
        + "Load the page again and repeat.");

    public static readonly DiagnosticKind TooManyRequests = new(
        "HRT6033",
        "Too many requests",
        Severity.Error,
        "The sender has used up the requests that it may make for now. Retry-After says in how many seconds there are more.");

    public static readonly DiagnosticKind SignInFailed = new(
        "HRT6034",
        "Signing in did not work",
        Severity.Error,
        "The identity provider sent the browser back without what is needed, took too long, or named someone who has no account here. "
        + "Begin again at /auth/sign-in; if it happens again, an admin finds the reason in the log of the server.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [CredentialNeeded, NotAllowed, CrossSite, TooManyRequests, SignInFailed];
}
