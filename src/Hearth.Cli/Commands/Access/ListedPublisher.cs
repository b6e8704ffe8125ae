using System.Globalization;
using Hearth.Channels.Access;

namespace Hearth.Cli.Commands.Access;

/// <summary>A trusted publisher as <c>--json</c> shows it.</summary>
internal sealed record ListedPublisher(
    long Id, string Channel, string Issuer, IReadOnlyDictionary<string, string> Claims, IReadOnlyList<string> Names, IReadOnlyList<string> Owners)
{
    public static ListedPublisher Of(TrustedPublisher publisher) =>
        new(publisher.Id, publisher.Channel, publisher.Issuer, publisher.Claims, publisher.Names, publisher.Owners);

    /// <summary>One line for people.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Id}  {Channel}  {Issuer}  {string.Join(' ', Claims.Select(claim => $"{claim.Key}={claim.Value}"))}  {string.Join(' ', Names)}").TrimEnd();
}
