using System.Net;

namespace Journeys.Programs;

/// <summary>A folder served at loopback by a server that falls silent at one file.</summary>
internal sealed class StallingFolder : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _folder;
    private readonly Task _serving;
    private string? _file;
    private TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public StallingFolder(string folder)
    {
        _folder = folder;
        Url = new Uri($"http://127.0.0.1:{FreePort.Find()}/forge");
        _listener.Prefixes.Add(Url.GetLeftPart(UriPartial.Authority) + "/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Gives no answer for a file from now on; null gives all.</summary>
    /// <returns>Ends when the file is asked for.</returns>
    public Task StallAt(string? file)
    {
        (_file, _reached) = (file, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        return _reached.Task;
    }

    public void Dispose()
    {
        _listener.Close();
        _serving.GetAwaiter().GetResult();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                var path = Uri.UnescapeDataString(context.Request.Url!.AbsolutePath)[Url.AbsolutePath.Length..].TrimStart('/');
                if (path == _file)
                    _reached.TrySetResult();
                else
                    _ = Task.Run(() => Answer(context, Path.Combine(_folder, path)));
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private static void Answer(HttpListenerContext context, string file)
    {
        try
        {
            context.Response.StatusCode = File.Exists(file) ? 200 : 404;
            context.Response.Close(File.Exists(file) ? File.ReadAllBytes(file) : [], willBlock: true);
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or IOException)
        {
            // The program that asked was killed.
        }
    }
}
