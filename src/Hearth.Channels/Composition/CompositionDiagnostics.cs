using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Composition;

/// <summary>What can be wrong with a virtual channel.</summary>
public static class CompositionDiagnostics
{
    public static readonly DiagnosticKind BadVirtual = new(
        "HRT4160",
        "A virtual channel that cannot be",
        Severity.Error,
        "A virtual channel is no mirror and has no artifacts of its own. Its members are channels of the same installation, each named once, and neither the channel itself nor one that "
        + "is made of it. What everyone can read cannot be made of what only some may. To show a channel elsewhere, mirror it first.");

    public static readonly DiagnosticKind HasMembers = new(
        "HRT4161",
        "Nothing is published to a virtual channel",
        Severity.Error,
        "A virtual channel shows what its members list and has no artifacts of its own. Publish to one of the members.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [BadVirtual, HasMembers];
}
