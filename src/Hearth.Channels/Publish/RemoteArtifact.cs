using System.Text;
using Hearth.Channels.Indexing;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Publish;

/// <summary>An artifact as another channel lists it, whose bytes are elsewhere.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Group">Where it is listed.</param>
/// <param name="Record">What the other channel shows, with the time at which it first appeared; it says subdir, digest and size.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="RunExports">Canonical JSON.</param>
/// <param name="FirstSeen">CEP 47: when it first appeared.</param>
/// <param name="Reference">Where its bytes can be had: a path below the other channel, or an absolute URL.</param>
public sealed record RemoteArtifact(
    string File, RecordGroup Group, PackageRecord Record, Sha256 Sha256, ReadOnlyMemory<byte> RunExports, DateTimeOffset FirstSeen, string Reference)
{
    private static readonly byte[][] Noise = [.. ArtifactReader.BuildMachineNoise.Select(Encoding.UTF8.GetBytes)];

    /// <summary>What is kept of an about.json: the licence, canonical JSON.</summary>
    internal byte[] About
    {
        get
        {
            var about = new JsonObjectBuilder();
            if (Record.License is { } license)
                about.Set(RecordField.License, license);
            return about.Build();
        }
    }

    /// <summary>A record of another channel as this one shows it: without what no channel shows, and with what clients cannot do without.</summary>
    /// <param name="subdir">Where it is listed.</param>
    /// <param name="json">The record as it stands in the document.</param>
    /// <param name="firstSeen">CEP 47: when it first appeared.</param>
    /// <exception cref="System.Text.Json.JsonException">The text is not a JSON object.</exception>
    public static PackageRecord RecordOf(string subdir, ReadOnlySpan<byte> json, DateTimeOffset firstSeen)
    {
        var builder = PackageRecord.Parse(json).ToBuilder()
            .Remove(RecordField.RunExports)
            .Set(RecordField.IndexedTimestamp, firstSeen.ToUnixTimeMilliseconds())
            .Set(RecordField.Subdir, subdir);
        foreach (var noise in Noise)
            builder.Remove(noise);
        if (builder.Raw(RecordField.Depends).IsEmpty)
            builder.Set(RecordField.Depends, []);
        return PackageRecord.From(builder);
    }

    internal DatedArtifact Dated => new(File, Group, Record, Sha256, RunExports, About, FirstSeen);

    internal NewArtifact ToNew() =>
        new(File, Group, PackageRecord.From(Record.ToBuilder().Remove(RecordField.IndexedTimestamp)), Sha256, RunExports, About, []);
}
