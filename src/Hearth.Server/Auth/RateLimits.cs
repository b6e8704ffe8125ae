using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using Hearth.Server.Api;
using Hearth.Server.Folders;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;

namespace Hearth.Server.Auth;

/// <summary>How much one sender may ask for. Reading is not limited: it comes from memory, and solvers ask hundreds of times at once.</summary>
internal sealed record RateLimits
{
    /// <summary>How many changes one token or user may make at once, and then each second.</summary>
    public (int AtOnce, int EachSecond) Changes { get; init; } = (2000, 200);

    /// <summary>How often one address may try to sign in, mint a token or change something without being known, at once and then each second.</summary>
    public (int AtOnce, int EachSecond) Unidentified { get; init; } = (60, 1);

    /// <summary>Registers the limits; <c>UseRateLimiter</c> applies them, once the gate has said who asks.</summary>
    public void Add(IServiceCollection services) => services.AddRateLimiter(limiter =>
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(PartitionOf);
        limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        limiter.OnRejected = RefuseAsync;
    });

    private RateLimitPartition<string> PartitionOf(HttpContext context)
    {
        var request = context.Request;
        var isReading = HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
        if (isReading && !request.Path.StartsWithSegments(SignIn.Root))
            return RateLimitPartition.GetNoLimiter("");
        // What is known of the sender was found by the gate before; a token that is not accepted does not count as a name.
        return context.Features.Get<Caller>() is { Who.IsIdentified: true } caller
            ? RateLimitPartition.GetTokenBucketLimiter(caller.Name, _ => Bucket(Changes))
            : RateLimitPartition.GetTokenBucketLimiter(AddressOf(context.Connection.RemoteIpAddress), _ => Bucket(Unidentified));
    }

    private static TokenBucketRateLimiterOptions Bucket((int AtOnce, int EachSecond) limit) => new()
    {
        TokenLimit = limit.AtOnce,
        TokensPerPeriod = limit.EachSecond,
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        QueueLimit = 0,
    };

    // One household has a whole /64 of IPv6.
    private static string AddressOf(IPAddress? address)
    {
        if (address is null)
            return "";
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        return address.GetAddressBytes() is { Length: 16 } bytes ? Convert.ToHexString(bytes, 0, 8) : address.ToString();
    }

    private static async ValueTask RefuseAsync(OnRejectedContext rejected, CancellationToken cancellation)
    {
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? Math.Max(1, (int)Math.Ceiling(after.TotalSeconds)) : 1;
        var response = rejected.HttpContext.Response;
        response.Headers.RetryAfter = wait.ToString(CultureInfo.InvariantCulture);
        response.ContentType = ContentTypes.Json;
        var refusal = new ApiRefusal(StatusCodes.Status429TooManyRequests, AuthDiagnostics.TooManyRequests.In(null, $"too many requests; there are more in {wait} s"));
        await response.BodyWriter.WriteAsync(refusal.ToJson(), cancellation);
    }
}
