using System.Text;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>The attestations that a channel keeps with its artifacts (CEP 27).</summary>
public sealed class Attestations(ChannelStore store)
{
    /// <summary>Keeps a bundle; one that is there already stays.</summary>
    public Task AddAsync(long channel, Sha256 artifact, string bundle, string actor, CancellationToken cancellation)
    {
        var (digest, now) = (Sha256.Of(Encoding.UTF8.GetBytes(bundle)), store.Clock.GetUtcNow());
        return store.Database.WriteAsync(
            session => session.ExecuteAsync(
                $"INSERT INTO attestation(channel, artifact, digest, actor, at, bundle) VALUES ({channel}, {artifact}, {digest}, {actor}, {now}, {bundle}) ON CONFLICT DO NOTHING", cancellation),
            cancellation);
    }

    /// <summary>What speaks of an artifact, oldest first.</summary>
    public Task<List<Attestation>> OfAsync(long channel, Sha256 artifact, CancellationToken cancellation) => store.Database.ReadAsync(
        session => session.QueryAsync(
            $"SELECT digest, actor, at, bundle FROM attestation WHERE channel = {channel} AND artifact = {artifact} ORDER BY at, digest",
            row => new Attestation(row.Digest(0), row.Text(1), row.Instant(2), row.Text(3)),
            cancellation),
        cancellation);
}
