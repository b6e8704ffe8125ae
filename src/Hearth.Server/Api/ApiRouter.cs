using Hearth.Channels.Access;
using Hearth.Channels.Live;
using Hearth.Channels.Publish;
using Hearth.Foundation.Diagnostics;
using Hearth.Server.Dialects.Anaconda;
using Hearth.Server.Dialects.Artifactory;
using Hearth.Server.Dialects.Cloudsmith;
using Hearth.Server.Dialects.CondaForge;
using Hearth.Server.Dialects.Prefix;
using Hearth.Server.Dialects.Quetz;
using Hearth.Server.Dialects.S3;
using Hearth.Server.Managed;
using Hearth.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Hearth.Server.Api;

/// <summary>Puts endpoints at their addresses. Every one passes the same gate here, so none can forget to.</summary>
internal sealed class ApiRouter(ManagedInstance instance, HotBlobs blobs)
{
    /// <summary>Every endpoint of the server.</summary>
    public static IReadOnlyList<ApiEndpoint> Endpoints { get; } =
    [
        .. ChannelsApi.Endpoints,
        .. ChangesApi.Endpoints,
        .. ArtifactsApi.Endpoints,
        .. PatchesApi.Endpoints,
        .. NoticesApi.Endpoints,
        .. SnapshotsApi.Endpoints,
        .. MirrorsApi.Endpoints,
        .. SourcesApi.Endpoints,
        .. SourceFilesApi.Endpoints,
        .. ViewsApi.Endpoints,
        .. AccessApi.Endpoints,
        .. TokensApi.Endpoints,
        .. UsersApi.Endpoints,
        .. TeamsApi.Endpoints,
        .. GrantsApi.Endpoints,
        .. PublishersApi.Endpoints,
        .. UploadsApi.Endpoints,
        .. SubmissionsApi.Endpoints,
        .. FeedstockOutputs.Endpoints,
        .. QuetzUploads.Endpoints,
        .. QuetzChannels.Endpoints,
        .. QuetzPackages.Endpoints,
        .. QuetzMembers.Endpoints,
        .. QuetzKeys.Endpoints,
        .. QuetzUsers.Endpoints,
        .. QuetzJobs.Endpoints,
        .. ArtifactoryFiles.Endpoints,
        .. PrefixUploads.Endpoints,
        .. AnacondaUploads.Endpoints,
        .. AnacondaPackages.Endpoints,
        .. AnacondaLabels.Endpoints,
        .. AnacondaAccess.Endpoints,
        .. CloudsmithUploads.Endpoints,
        .. S3Objects.Endpoints,
        .. WebhooksApi.Endpoints,
        .. JobsApi.Endpoints,
        .. HealthApi.Endpoints,
        .. OpenApi.Endpoints,
    ];

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var endpoint in Endpoints)
            routes.MapMethods(endpoint.Pattern, [endpoint.Method], context => AnswerAsync(context, endpoint));
    }

    /// <summary>Answers a request that was found to be for an endpoint; the parts of its path are route values.</summary>
    public async Task AnswerAsync(HttpContext context, ApiEndpoint endpoint)
    {
        RequestSpans.Name(endpoint.Method, endpoint.Pattern);
        LiveChannel? channel = null;
        var named = context.GetRouteValue("channel") as string;
        if (named is not null)
            instance.Live.TryFind(Uri.UnescapeDataString(named), out channel);
        var caller = await instance.Gate.IdentifyAsync(context);
        var call = new ApiCall(context, endpoint, instance, blobs, caller, channel);
        try
        {
            if (instance.Gate.Refusal(caller, endpoint.Need, channel?.Channel, named) is { } refusal)
            {
                if (refusal.Status == StatusCodes.Status401Unauthorized)
                    context.Response.Headers.WWWAuthenticate = "Bearer realm=\"hearth\"";
                await endpoint.Refuse(call, refusal);
                return;
            }
            await endpoint.Handle(call);
        }
        catch (BadInputException e) when (!context.Response.HasStarted)
        {
            await call.RefuseAsync(StatusOf(e), e.Diagnostics);
        }
        catch (BadHttpRequestException e) when (!context.Response.HasStarted)
        {
            await call.RefuseAsync(e.StatusCode, ServerDiagnostics.BadRequest.In(null, e.Message));
        }
        catch (Exception e) when (StoreAway.IsReasonOf(context, e))
        {
            context.Response.Headers.RetryAfter = StoreAway.RetryAfter;
            await endpoint.Refuse(call, StoreAway.Refusal(e));
        }
    }

    private static int StatusOf(BadInputException e)
    {
        bool Has(DiagnosticKind kind) => e.Diagnostics.Any(problem => problem.Kind == kind);

        if (Has(PublishDiagnostics.TooLarge))
            return StatusCodes.Status413PayloadTooLarge;
        if (Has(AccessDiagnostics.NoSuchAccount))
            return StatusCodes.Status404NotFound;
        return Has(AccessDiagnostics.NameTaken) ? StatusCodes.Status409Conflict : StatusCodes.Status400BadRequest;
    }
}
