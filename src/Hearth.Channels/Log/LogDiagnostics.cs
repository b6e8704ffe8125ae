using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Log;

/// <summary>What can be wrong with the naming of a channel.</summary>
public static class LogDiagnostics
{
    public static readonly DiagnosticKind NameReserved = new(
        "HRT4042",
        "The channel's name is reserved",
        Severity.Error,
        "A server answers something else at this address: its own interface, its health, or what old clients expect there. Clients could not "
        + "reach a channel of this name. Choose another.");

    public static readonly DiagnosticKind BadSettings = new(
        "HRT4043",
        "Settings that a channel cannot have",
        Severity.Error,
        "The settings of a channel are a JSON object; what it leaves out is as in a new channel. The message names the setting that does not "
        + "exist or has a value of the wrong kind. docs/reference/http-api.md lists them.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [BadSettings, NameReserved];
}
