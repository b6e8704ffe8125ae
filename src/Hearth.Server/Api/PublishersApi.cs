using Hearth.Channels.Access;
using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Api;

/// <summary>The issuers that the instance trusts, and the publishers whom each channel trusts them to name.</summary>
internal static class PublishersApi
{
    public static IEnumerable<ApiEndpoint> Endpoints { get; } =
    [
        new("GET", "/api/v1/issuers", Need.SignedIn, "Lists the OpenID Connect issuers that the instance trusts.", ListIssuersAsync) { Response = nameof(IssuerList) },
        new("PUT", "/api/v1/issuers", Need.Administer, "Trusts an issuer, or changes the audience that its tokens must have.", TrustIssuerAsync) { Request = nameof(IssuerEntry), Response = nameof(IssuerEntry) },
        new("DELETE", "/api/v1/issuers", Need.Administer, "Trusts an issuer no more (?url=…); its publishers and what was minted for them end with it.", RemoveIssuerAsync),
        new("GET", "/api/v1/channels/{channel}/publishers", Need.Own, "Lists the publishers that a channel trusts.", ListAsync) { Response = nameof(PublisherList) },
        new("POST", "/api/v1/channels/{channel}/publishers", Need.Own, "Trusts a publisher: an issuer, and claims that its tokens must have.", TrustAsync) { Request = nameof(NewPublisher), Response = nameof(PublisherDocument) },
        new("DELETE", "/api/v1/channels/{channel}/publishers/{publisher}", Need.Own, "Trusts a publisher no more; what was minted for it ends at once.", RemoveAsync),
    ];

    /// <summary>The publishers that the channel of a request trusts.</summary>
    public static async Task<IEnumerable<TrustedPublisher>> OfChannelAsync(ApiCall call) =>
        (await call.Instance.Access.TrustedPublishers.ListAsync(call.Cancellation)).Where(publisher => publisher.Channel == call.ChannelName.ToString());

    /// <summary>Trusts a publisher.</summary>
    /// <returns>Null if the requester may not; it is answered then.</returns>
    public static async Task<TrustedPublisher?> TrustAsync(ApiCall call, NewPublisher wanted)
    {
        if (wanted.Claims is not { Count: > 0 })
            throw AccessDiagnostics.BadPublisher.Refuse(null, "no claim says whom to trust");
        var publisher = new TrustedPublisher(0, call.ChannelName.ToString(), wanted.Issuer ?? "", wanted.Claims, wanted.Names ?? [], wanted.Owners ?? []);
        if (call.Who.MayGrant(publisher.Grant) is { IsAllowed: false } decision)
        {
            await call.RefuseAsync(decision);
            return null;
        }
        var trusted = await call.Instance.Access.TrustedPublishers.TrustAsync(call.ChannelName, publisher, call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        return trusted;
    }

    /// <summary>Trusts the publisher that the path names no more.</summary>
    /// <returns>Whether the channel had it; if not, it is answered.</returns>
    public static async Task<bool> EndAsync(ApiCall call)
    {
        var number = call.Part("publisher");
        if ((await OfChannelAsync(call)).FirstOrDefault(publisher => publisher.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) == number) is not { } publisher
            || !await call.Instance.Access.TrustedPublishers.RemoveAsync(publisher.Id, call.Actor, call.Cancellation))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, AccessDiagnostics.NoSuchAccount.In(null, $"'{call.ChannelName}' trusts no publisher {number}"));
            return false;
        }
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        return true;
    }

    private static async Task ListIssuersAsync(ApiCall call)
    {
        var issuers = await call.Instance.Access.TrustedPublishers.IssuersAsync(call.Cancellation);
        await call.SendAsync(new IssuerList("hearth.issuers.1", [.. issuers.Select(issuer => new IssuerEntry(issuer.Url, issuer.Audience))]), ApiJson.Default.IssuerList);
    }

    private static async Task TrustIssuerAsync(ApiCall call)
    {
        var wanted = await call.ReadAsync(ApiJson.Default.IssuerEntry);
        await call.Instance.Access.TrustedPublishers.TrustIssuerAsync(new TrustedIssuer(wanted.Url ?? "", wanted.Audience ?? ""), call.Actor, call.Cancellation);
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SendAsync(wanted, ApiJson.Default.IssuerEntry);
    }

    private static async Task RemoveIssuerAsync(ApiCall call)
    {
        var url = call.Query("url") ?? "";
        if (!await call.Instance.Access.TrustedPublishers.RemoveIssuerAsync(url, call.Actor, call.Cancellation))
        {
            await call.RefuseAsync(StatusCodes.Status404NotFound, AccessDiagnostics.NoSuchAccount.In(null, $"the instance trusts no issuer '{url}'"));
            return;
        }
        await call.Instance.LiveAccess.RefreshAsync(call.Cancellation);
        await call.SendAsync(StatusCodes.Status204NoContent);
    }

    private static async Task ListAsync(ApiCall call) => await call.SendAsync(
        new PublisherList("hearth.publishers.1", [.. (await OfChannelAsync(call)).Select(PublisherDocument.Of)]), ApiJson.Default.PublisherList);

    private static async Task TrustAsync(ApiCall call)
    {
        if (await TrustAsync(call, await call.ReadAsync(ApiJson.Default.NewPublisher)) is { } trusted)
            await call.SendAsync(PublisherDocument.Of(trusted), ApiJson.Default.PublisherDocument, StatusCodes.Status201Created);
    }

    private static async Task RemoveAsync(ApiCall call)
    {
        if (await EndAsync(call))
            await call.SendAsync(StatusCodes.Status204NoContent);
    }
}
