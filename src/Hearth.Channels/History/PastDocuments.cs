using Hearth.Channels.Databases;
using Hearth.Channels.Live;
using Hearth.Channels.Log;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.History;

/// <summary>
/// The documents of a label at a revision, written as those of now are, from what the history holds. Compressed twins are not
/// written here: see <see cref="PastFiles"/>.
/// </summary>
internal sealed class PastDocuments(ChannelStore store, ManagedChannel channel, string label, long revision)
{
    /// <summary>The documents of the channel as a whole.</summary>
    public static IReadOnlyList<string> OfChannel { get; } = ["channeldata.json", "notices.json", "rss.xml"];

    /// <summary>The documents of a subdir.</summary>
    public static IReadOnlyList<string> OfSubdir { get; } = ["current_repodata.json", "patch_instructions.json", "repodata.json", "repodata_from_packages.json", "run_exports.json"];

    /// <summary>Writes a document.</summary>
    /// <param name="path">Relative to the label.</param>
    /// <param name="shown">What its subdir showed; null for the documents of the channel.</param>
    /// <param name="output">Receives the bytes.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task WriteAsync(string path, Publication? shown, Stream output, CancellationToken cancellation)
    {
        if (shown is null)
            await store.Database.ReadAsync(session => WriteOfChannelAsync(session, path, output, cancellation), cancellation);
        else
            await WriteOfSubdirAsync(path[(path.IndexOf('/') + 1)..], shown, output, cancellation);
    }

    /// <summary>The size of repodata.json, without it being written; null where only writing it tells.</summary>
    public Task<long?> SizeOfRepodataAsync(Publication shown, CancellationToken cancellation) => shown.Listed is not { } listed ? Task.FromResult((long?)null) : store.Database.ReadAsync(
        async session => (long?)listed.DocumentSize(await InfoAsync(session, shown, cancellation), PastRemovals.Read(session, channel.Id, shown).Removed), cancellation);

    private async Task<RepodataInfo> InfoAsync(SqlSession session, Publication shown, CancellationToken cancellation) => new()
    {
        Subdir = shown.Subdir,
        Relations = (await PastSettings.ReadAsync(session, channel.Id, revision, cancellation)).Relations,
        Revision3 = shown.Revision3,
    };

    private async Task<bool> WriteOfChannelAsync(SqlSession session, string document, Stream output, CancellationToken cancellation)
    {
        if (document == "notices.json")
        {
            output.Write(await PastSettings.NoticesAsync(session, channel.Id, revision, cancellation));
            return true;
        }
        var subdirs = await Publication.OfLabelAsync(session, channel.Id, label, revision, cancellation);
        var names = ChannelDataView.Merge(subdirs.Select(shown => PastNames.ChannelData(session, channel.Id, shown)));
        if (document == "rss.xml")
            output.Write(RssView.Make(channel.Name.ToString(), names));
        else
            ChannelDataView.Write(subdirs.Select(shown => shown.Subdir), names, output);
        return true;
    }

    private async Task WriteOfSubdirAsync(string document, Publication shown, Stream output, CancellationToken cancellation)
    {
        var needsShards = document is "repodata.json" or "current_repodata.json" or "run_exports.json";
        IReadOnlyDictionary<string, Sha256> shards = needsShards ? await new PastShards(store, channel.Id, shown).ReadAsync(cancellation) : new Dictionary<string, Sha256>();
        await store.Database.ReadAsync(
            async session =>
            {
                var settings = await PastSettings.ReadAsync(session, channel.Id, revision, cancellation);
                var info = await InfoAsync(session, shown, cancellation);
                var removals = PastRemovals.Read(session, channel.Id, shown);
                switch (document)
                {
                    case "patch_instructions.json":
                        output.Write((await PatchesInForce.AtAsync(session, channel.Id, shown.Subdir, revision, cancellation)).Json.Span);
                        break;
                    case "repodata_from_packages.json":
                        var artifacts = PastNames.Artifacts(session, channel.Id, shown);
                        RepodataView.WriteUnpatched(new PastUnpatchedRecords(session, channel.Id, shown.Subdir, artifacts, removals.Gone, cancellation), info, output);
                        break;
                    default:
                        var records = new PastRecords(store.Blobs, channel.Id, shown, shards, removals, cancellation);
                        Write(document, records, info, settings, () => PastNames.Newest(session, channel.Id, shown), output);
                        break;
                }
                return true;
            },
            cancellation);
    }

    private static void Write(string document, PastRecords records, RepodataInfo info, ChannelSettings settings, Func<List<(string Name, byte[] Files)>> newest, Stream output)
    {
        if (document == "repodata.json")
            RepodataView.Write(records, info, output);
        else if (document == "run_exports.json")
            RunExportsView.Write(records, output);
        else
            CurrentRepodataView.Write(records, newest(), settings.CurrentPins, info, output);
    }
}
