using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hearth.Channels.Access;
using Hearth.Channels.Live;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Server.Auth;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hearth.Server.Api;

/// <summary>One request to an endpoint, after routing and authorisation.</summary>
internal sealed class ApiCall(HttpContext context, ApiEndpoint endpoint, ManagedInstance instance, Caller caller, LiveChannel? channel)
{
    // Bodies of this interface are settings and lists, never artifacts.
    private const int MostBytesOfJson = 64 << 20;

    public HttpContext Context => context;

    public HttpRequest Request => context.Request;

    public ManagedInstance Instance => instance;

    public CancellationToken Cancellation => context.RequestAborted;

    /// <summary>The channel that the path names.</summary>
    /// <exception cref="InvalidOperationException">The endpoint's pattern names none.</exception>
    public LiveChannel Channel => channel ?? throw new InvalidOperationException($"{endpoint.Pattern} names no channel");

    /// <summary>What the log calls the requester.</summary>
    public string Actor => caller.Name;

    /// <summary>The most bytes that an artifact may have; the door knows the channel's own limit.</summary>
    public long MostBytesOfArtifact => channel?.Channel.Settings.MaxArtifactBytes ?? Receiver.DefaultMaxSize;

    /// <summary>A request to publish to the channel, from whoever asks.</summary>
    public PublishRequest NewPublishRequest() => new()
    {
        Channel = ChannelName,
        Actor = caller.Name,
        Owners = caller.OwnersOn(ChannelName),
        WhyNot = name => caller.Who.MayPublish(Channel.Channel, name) is { IsAllowed: false } decision ? decision.Reason : null,
    };

    /// <summary>Who asks.</summary>
    public Principal Who => caller.Who;

    public ChannelName ChannelName => Channel.Channel.Name;

    /// <summary>Whether the requester may read a channel.</summary>
    public bool MayRead(LiveChannel other) => instance.Gate.Refusal(caller, Need.Read, other.Channel, other.Channel.Name.ToString()) is null;

    /// <summary>Whether there is a channel of this name that the requester may read.</summary>
    public bool MayRead(string other) => instance.Live.TryFind(other, out var found) && MayRead(found);

    /// <summary>A part of the path; parts with slashes arrive escaped.</summary>
    public string Part(string name) => Uri.UnescapeDataString(context.GetRouteValue(name) as string ?? "");

    /// <summary>A parameter of the query; null if it is not there.</summary>
    public string? Query(string name) => context.Request.Query.TryGetValue(name, out var values) && values.Count > 0 ? values[^1] : null;

    /// <summary>A whole number of the query, kept within bounds.</summary>
    public long Query(string name, long otherwise, long least, long most) =>
        long.TryParse(Query(name), System.Globalization.CultureInfo.InvariantCulture, out var value) ? Math.Clamp(value, least, most) : otherwise;

    /// <summary>Reads the body as JSON.</summary>
    /// <exception cref="BadInputException">It is not, or it is not what is expected here.</exception>
    public async Task<T> ReadAsync<T>(JsonTypeInfo<T> type)
    {
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (await Request.Body.ReadAsync(buffer, Cancellation) is var read and > 0)
            {
                if (body.Length + read > MostBytesOfJson)
                    throw ServerDiagnostics.BadRequest.Refuse(null, $"the body has more than {MostBytesOfJson} bytes");
                body.Write(buffer, 0, read);
            }
            return JsonSerializer.Deserialize(body.GetBuffer().AsSpan(0, (int)body.Length), type)
                ?? throw ServerDiagnostics.BadRequest.Refuse(null, "the body is null");
        }
        catch (JsonException e)
        {
            throw ServerDiagnostics.BadRequest.Refuse(null, $"the body is not what is expected here: {e.Message}");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Answers with a JSON document.</summary>
    public Task SendAsync<T>(T document, JsonTypeInfo<T> type, int status = StatusCodes.Status200OK) =>
        SendAsync(status, ContentTypes.Json, JsonSerializer.SerializeToUtf8Bytes(document, type));

    /// <summary>Answers with bytes.</summary>
    public Task SendAsync(int status, string contentType, ReadOnlyMemory<byte> body)
    {
        var response = context.Response;
        response.StatusCode = status;
        response.Headers.ContentType = contentType;
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(Request.Method) || body.IsEmpty ? Task.CompletedTask : response.BodyWriter.WriteAsync(body, Cancellation).AsTask();
    }

    /// <summary>Answers no, in the dialect of the endpoint.</summary>
    public Task RefuseAsync(int status, params IReadOnlyList<Diagnostic> problems) => endpoint.Refuse(this, new ApiRefusal(status, problems));
}
