using System.Text;
using Hearth.Channels.Indexing;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>An artifact as another channel lists it, whose bytes are elsewhere.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Group">Where it is listed.</param>
/// <param name="Record">What the other channel shows; it says subdir, digest and size.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="RunExports">Canonical JSON.</param>
/// <param name="FirstSeen">CEP 47: when it first appeared.</param>
/// <param name="Reference">Where its bytes can be had: a path below the other channel, or an absolute URL.</param>
public sealed record RemoteArtifact(
    string File, RecordGroup Group, PackageRecord Record, Sha256 Sha256, ReadOnlyMemory<byte> RunExports, DateTimeOffset FirstSeen, string Reference)
{
    /// <summary>A record of another channel as this one shows it: without what no channel shows, and with what clients cannot do without.</summary>
    /// <param name="subdir">Where it is listed.</param>
    /// <param name="json">The record as it stands in the document.</param>
    /// <exception cref="System.Text.Json.JsonException">The text is not a JSON object.</exception>
    public static PackageRecord RecordOf(string subdir, ReadOnlySpan<byte> json)
    {
        var builder = PackageRecord.Parse(json).ToBuilder().Remove(RecordField.RunExports).Remove(RecordField.IndexedTimestamp).Set(RecordField.Subdir, subdir);
        foreach (var noise in ArtifactReader.BuildMachineNoise)
            builder.Remove(Encoding.UTF8.GetBytes(noise));
        if (builder.Raw(RecordField.Depends).IsEmpty)
            builder.Set(RecordField.Depends, []);
        return PackageRecord.From(builder);
    }

    internal NewArtifact ToNew()
    {
        var about = new Foundation.Json.JsonObjectBuilder();
        if (Record.License is { } license)
            about.Set(RecordField.License, license);
        return new NewArtifact(File, Group, Record, Sha256, RunExports, about.Build(), []);
    }
}
