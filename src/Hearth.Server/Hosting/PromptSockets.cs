namespace Hearth.Server.Hosting;

/// <summary>
/// Has what waits for a socket go on at once, on the thread that the system told, instead of on another one. Answers from memory become a
/// fifth faster, but whoever then waits for a disk or computes lets other connections wait too: for content that does neither there.
/// </summary>
public static class PromptSockets
{
    // The runtime offers no other way to say it.
    private const string Variable = "DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS";

    /// <summary>Asks for it, for the whole process. It has an effect before the first socket only, and none where the environment says otherwise.</summary>
    public static void Prefer()
    {
        if (Environment.GetEnvironmentVariable(Variable) is null)
            Environment.SetEnvironmentVariable(Variable, "1");
    }
}
