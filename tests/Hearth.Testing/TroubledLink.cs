using System.Net;
using System.Net.Sockets;

namespace Hearth.Testing;

/// <summary>
/// A TCP link to a server of the tests' own that can be made slow, or silent, as when the other machine hangs, or to be cut. Whatever
/// is sent into a silent link arrives when it is mended.
/// </summary>
public sealed class TroubledLink : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _target;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private TaskCompletionSource _flowing = Done();
    private volatile bool _isCut;

    public TroubledLink(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Nothing passes any more; connections stay open, and new ones are taken.</summary>
    public void Silence() => _flowing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What is sent waits for a while before it is passed on, each piece anew.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Ends every connection, and each new one at once.</summary>
    public void Cut()
    {
        _isCut = true;
        lock (_gate)
        {
            foreach (var client in _open)
                client.Close();
            _open.Clear();
        }
    }

    public void Mend()
    {
        _isCut = false;
        _flowing.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Cut();
        Mend();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = _isCut ? CloseAsync(near) : JoinAsync(near);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // The test is over.
        }
    }

    private static Task CloseAsync(TcpClient near)
    {
        near.LingerState = new LingerOption(true, 0);
        near.Close();
        return Task.CompletedTask;
    }

    private async Task JoinAsync(TcpClient near)
    {
        using var far = new TcpClient();
        try
        {
            lock (_gate)
                _open.UnionWith([near, far]);
            await far.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(CopyAsync(near, far), CopyAsync(far, near));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // One of the two is gone, and so is the other now.
        }
        finally
        {
            near.Dispose();
        }
    }

    private async Task CopyAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[1 << 16];
        while (await from.GetStream().ReadAsync(buffer) is var read and > 0)
        {
            await _flowing.Task;
            await Task.Delay(Delay);
            await to.GetStream().WriteAsync(buffer.AsMemory(0, read));
        }
    }

    private static TaskCompletionSource Done()
    {
        var done = new TaskCompletionSource();
        done.SetResult();
        return done;
    }
}
