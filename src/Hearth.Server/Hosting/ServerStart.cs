using Hearth.Foundation.Diagnostics;

namespace Hearth.Server.Hosting;

/// <summary>What became of starting a server.</summary>
public abstract record ServerStart
{
    private ServerStart()
    {
    }

    /// <summary>It listens and answers; whoever holds it disposes of it.</summary>
    public sealed record Listening(ChannelServer Server) : ServerStart;

    /// <summary>Someone else has the port.</summary>
    public sealed record PortInUse(Diagnostic Reason) : ServerStart;

    /// <summary>The system does not let this program listen there.</summary>
    public sealed record AddressNotAvailable(Diagnostic Reason) : ServerStart;
}
