using Hearth.Foundation.Diagnostics;

namespace Hearth.Server.Conformance;

/// <summary>Why a channel cannot be looked at.</summary>
public static class ConformanceDiagnostics
{
    public static readonly DiagnosticKind NoChannelUrl = new(
        "HRT6801",
        "Not the URL of a channel",
        Severity.Error,
        "The URL of a channel starts with http:// or https:// and ends before the subdir: the channel whose index is at "
        + "URL/noarch/repodata.json.");

    public static readonly DiagnosticKind SecretInUrl = new(
        "HRT6802",
        "Secret in an argument",
        Severity.Error,
        "Arguments of a program are seen by every user of the machine and kept in the history of shells, so passwords and tokens do not "
        + "belong into them. Put the secret into a file that only you can read, or into an environment variable, and name that.");

    public static readonly DiagnosticKind ChannelOutOfReach = new(
        "HRT6803",
        "The server cannot be reached",
        Severity.Error,
        "No server answers at the address of the channel: it does not run, its name is not known, its certificate is not trusted, or something "
        + "between here and there keeps requests away.");

    public static readonly DiagnosticKind MissingSecret = new(
        "HRT6804",
        "Secret not found",
        Severity.Error,
        "A command was told to take a secret from an environment variable that is not set. Set and export it before the command.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NoChannelUrl, SecretInUrl, ChannelOutOfReach, MissingSecret];
}
