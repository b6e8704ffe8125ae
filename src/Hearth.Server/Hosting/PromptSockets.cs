using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Hosting;

/// <summary>
/// Has what waits for a socket go on at once, on the thread that the system told, instead of on one of the pool. Answers from memory become a
/// fifth faster or more; whoever waits for a disk or computes there lets other connections wait too, and so goes elsewhere first.
/// </summary>
public static class PromptSockets
{
    // Without it a few cores share one such thread, which then answers all by itself.
    private const string Threads = "DOTNET_SYSTEM_NET_SOCKETS_THREAD_COUNT";

    private static readonly bool IsKnown = Try();

    /// <summary>Has as many threads hear of sockets as there are cores. It has an effect before the first socket only, and none where the environment says otherwise.</summary>
    public static void Prepare()
    {
        if (Environment.GetEnvironmentVariable(Threads) is null)
            Environment.SetEnvironmentVariable(Threads, Environment.ProcessorCount.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    /// <summary>Asks for it, for one connection of HTTP/1.1, from its next bytes on.</summary>
    internal static void Prefer(ConnectionContext connection)
    {
        if (!IsKnown || connection.Features.Get<IConnectionSocketFeature>() is not { } feature)
            return;
        SetPrompt(feature.Socket, true);
        connection.Features.Set(new PromptSocket(feature.Socket));
    }

    /// <summary>Answers on the pool, and has what the answer waits for go on there as well; the connection's next request is prompt again.</summary>
    internal static Task AnswerElsewhereAsync(HttpContext context, RequestDelegate answer) =>
        context.Features.Get<PromptSocket>() is { } prompt ? AnswerElsewhereAsync(prompt.Socket, context, answer) : answer(context);

    private static async Task AnswerElsewhereAsync(Socket socket, HttpContext context, RequestDelegate answer)
    {
        SetPrompt(socket, false);
        try
        {
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            await answer(context);
        }
        finally
        {
            SetPrompt(socket, true);
        }
    }

    // The runtime keeps this switch for programs that find it; with one that has lost it, connections are served as they would be without.
    private static bool Try()
    {
        try
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            SetPrompt(socket, true);
            return true;
        }
        catch (MissingMethodException)
        {
            return false;
        }
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PreferInlineCompletions")]
    private static extern void SetPrompt(Socket socket, bool isPrompt);

    private sealed record PromptSocket(Socket Socket);
}
