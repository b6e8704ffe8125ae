using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hearth.Channels.Access;
using Hearth.Channels.Live;
using Hearth.Channels.Publish;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Server.Auth;
using Hearth.Server.Folders;
using Hearth.Server.Managed;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hearth.Server.Api;

/// <summary>One request to an endpoint, after routing and authorisation.</summary>
internal sealed class ApiCall(HttpContext context, ApiEndpoint endpoint, ManagedInstance instance, HotBlobs blobs, Caller caller, LiveChannel? channel)
{
    // Bodies of this interface are settings and lists, never artifacts; of those that anyone may send, a token at most.
    private const int MostBytesOfJson = 64 << 20;
    private const int MostBytesOfAnyonesJson = 64 << 10;

    public HttpContext Context => context;

    public HttpRequest Request => context.Request;

    public ManagedInstance Instance => instance;

    /// <summary>Blobs to answer with.</summary>
    public HotBlobs Blobs => blobs;

    public CancellationToken Cancellation => context.RequestAborted;

    /// <summary>The channel that the path names.</summary>
    /// <exception cref="InvalidOperationException">The endpoint's pattern names none.</exception>
    public LiveChannel Channel => channel ?? throw new InvalidOperationException($"{endpoint.Pattern} names no channel");

    /// <summary>What the log calls the requester.</summary>
    public string Actor => caller.Name;

    /// <summary>The most bytes that an artifact may have; the door knows the channel's own limit.</summary>
    public long MostBytesOfArtifact => channel?.Channel.Settings.MaxArtifactBytes ?? Receiver.DefaultMaxSize;

    /// <summary>Takes the artifact in the body to disk.</summary>
    /// <exception cref="BadInputException">The name is no artifact's, or there are too many bytes; if the request says so at once, none is read.</exception>
    public Task<ReceivedFile> ReceiveAsync(string fileName) => Request.ContentLength > MostBytesOfArtifact
        ? throw PublishDiagnostics.TooLarge.Refuse(null, $"it has {Request.ContentLength} bytes; {MostBytesOfArtifact} are the most")
        : Receiver.ReceiveAsync(instance.Store, fileName, Request.Body, MostBytesOfArtifact, Cancellation);

    /// <summary>A request to publish to the channel, from whoever asks.</summary>
    public PublishRequest NewPublishRequest() => NewPublishRequestTo(Channel);

    /// <summary>A request to publish to another channel than the one in the path.</summary>
    public PublishRequest NewPublishRequestTo(LiveChannel target) => new()
    {
        Channel = target.Channel.Name,
        Actor = caller.Name,
        Owners = caller.OwnersOn(target.Channel.Name),
        WhyNot = WhyNotTo(target),
    };

    /// <summary>Why the requester may not publish a name to the channel; null for names that they may.</summary>
    public Func<string, string?> WhyNot => WhyNotTo(Channel);

    /// <summary>Who asks.</summary>
    public Principal Who => caller.Who;

    public ChannelName ChannelName => Channel.Channel.Name;

    /// <summary>The feedstocks, users and teams that the requester speaks for.</summary>
    public IReadOnlyList<string> Owners => caller.OwnersOn(ChannelName);

    /// <summary>Receives a file and publishes it to the channel.</summary>
    /// <param name="file">The name that the uploader gives it.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="terms">What the uploader wants done with it.</param>
    public async Task<PublishOutcome> PublishAsync(string file, Stream body, Func<PublishRequest, PublishRequest> terms)
    {
        using var received = await Receiver.ReceiveAsync(instance.Store, file, body, MostBytesOfArtifact, Cancellation);
        return await instance.Publisher.PublishAsync(received, terms(NewPublishRequest()), Cancellation);
    }

    /// <summary>Publishes an upload whose pieces are all there, and forgets it.</summary>
    public async Task<PublishOutcome> PublishAsync(Upload upload)
    {
        using var received = await instance.Uploads.AssembleAsync(upload, MostBytesOfArtifact, Cancellation);
        var terms = upload.Terms;
        var outcome = await instance.Publisher.PublishAsync(
            received,
            NewPublishRequest() with
            {
                Subdir = terms.Subdir,
                Labels = ArtifactsApi.LabelsOf(terms.Labels),
                Overwrite = terms.Overwrite,
                ExpectedSha256 = ArtifactsApi.DigestOf(terms.Sha256),
                ExpectedMd5 = terms.Md5 is { } md5 ? Md5.Parse(md5) : null,
            },
            Cancellation);
        await instance.Uploads.EndAsync(upload, Cancellation);
        return outcome;
    }

    /// <summary>Why the requester may not do something in another channel; null if they may.</summary>
    public ApiRefusal? RefusalFor(Need need, LiveChannel other) => instance.Gate.Refusal(caller, need, other.Channel, other.Channel.Name.ToString());

    /// <summary>Whether the requester may do something more in the channel of the path, or in the instance where it names none.</summary>
    public bool Allows(Need need) => instance.Gate.Refusal(caller, need, channel?.Channel, channel?.Channel.Name.ToString()) is null;

    /// <summary>Whether the requester may read a channel.</summary>
    public bool MayRead(LiveChannel other) => instance.Gate.Refusal(caller, Need.Read, other.Channel, other.Channel.Name.ToString()) is null;

    /// <summary>Why the requester may no longer do what they might when the request came; null if they still may. For answers that take long.</summary>
    public async Task<ApiRefusal?> RefusalByNowAsync()
    {
        var name = ChannelName.ToString();
        context.Features.Set<Caller>(null);
        instance.Live.TryFind(name, out var now);
        return instance.Gate.Refusal(await instance.Gate.IdentifyAsync(context), endpoint.Need, now?.Channel, name);
    }

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
        var most = endpoint.Need == Need.Nothing ? MostBytesOfAnyonesJson : MostBytesOfJson;
        using var body = new MemoryStream();
        var buffer = ArrayPool<byte>.Shared.Rent(1 << 16);
        try
        {
            while (await Request.Body.ReadAsync(buffer, Cancellation) is var read and > 0)
            {
                if (body.Length + read > most)
                    throw ServerDiagnostics.BadRequest.Refuse(null, $"the body has more than {most} bytes");
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

    private Func<string, string?> WhyNotTo(LiveChannel target) =>
        name => caller.Who.MayPublish(target.Channel, name) is { IsAllowed: false } decision ? decision.Reason : null;

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

    /// <summary>Answers no to an upload, in the dialect of the endpoint.</summary>
    public Task RefuseAsync(PublishOutcome outcome) => RefuseAsync(ArtifactsApi.StatusOf(outcome), ArtifactsApi.ProblemsOf(outcome));

    /// <summary>Answers that the requester may not do what it asks for, in the dialect of the endpoint.</summary>
    public Task RefuseAsync(Decision decision) => RefuseAsync(StatusCodes.Status403Forbidden, AuthDiagnostics.NotAllowed.In(null, decision.Reason));

    /// <summary>Answers with a status alone.</summary>
    public Task SendAsync(int status) => SendAsync(status, ContentTypes.Json, default);

    /// <summary>Answers no, in the dialect of the endpoint.</summary>
    public Task RefuseAsync(int status, params IReadOnlyList<Diagnostic> problems) => endpoint.Refuse(this, new ApiRefusal(status, problems));
}
