using System.Text;
using Hearth.Channels.Blobs;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Packages.Archives;
using Hearth.Packages.Metadata;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hearth.Channels.Publish;

/// <summary>
/// Where a feedstock wants an artifact to go: <c>channel_targets</c> in the variant inside it, as <c>conda-forge dev</c>
/// (wire-formats §10, conda-forge staging).
/// </summary>
internal static class ChannelTargets
{
    // A variant is a page or two; whatever is larger is not read for this.
    private const int MaxSize = 1 << 20;

    /// <summary>The labels of a channel that an artifact is meant for; empty if it says nothing about the channel, or cannot be read.</summary>
    /// <exception cref="IOException">The store cannot be reached.</exception>
    public static async Task<IReadOnlyList<Label>> LabelsAsync(IBlobStore blobs, Sha256 digest, string file, ChannelName channel, CancellationToken cancellation)
    {
        try
        {
            if (blobs.FileOf(BlobSpace.Artifacts, digest) is { } path)
                return LabelsOf(new FileByteRangeSource(path), file, channel);
            if (await blobs.OpenAsync(BlobSpace.Artifacts, digest, 0, cancellation) is not { } blob)
                return [];
            await using (blob)
                return LabelsOf(PackageFile.Take(file, blob.Content), file, channel);
        }
        catch (Exception e) when (e is BadInputException or FileNotFoundException)
        {
            return [];
        }
    }

    /// <summary>What a variant says about a channel.</summary>
    public static IReadOnlyList<Label> LabelsOf(ReadOnlySpan<byte> variant, ChannelName channel)
    {
        if (variant.Length > MaxSize || Root(variant) is not { } root || !root.Children.TryGetValue("channel_targets", out var said))
            return [];
        var labels = new List<Label>();
        // conda-build writes a list, rattler-build the one that was used.
        foreach (var target in said is YamlSequenceNode list ? list.Children : [said])
        {
            var words = ((target as YamlScalarNode)?.Value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 2 && words[0] == channel.ToString() && Label.TryParse(words[1], null, out var label))
                labels.Add(label);
        }
        return labels;
    }

    private static IReadOnlyList<Label> LabelsOf(IByteRangeSource source, string file, ChannelName channel)
    {
        using (source)
            return PackageInfoReader.Read(source, ArchiveName.Parse(file).Format).Variant is { } variant ? LabelsOf(variant.Span, channel) : [];
    }

    private static YamlMappingNode? Root(ReadOnlySpan<byte> yaml)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(Encoding.UTF8.GetString(yaml)));
            return stream.Documents.Count > 0 ? stream.Documents[0].RootNode as YamlMappingNode : null;
        }
        catch (YamlException)
        {
            return null;
        }
    }
}
