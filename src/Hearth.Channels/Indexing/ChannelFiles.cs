using Hearth.Channels.Views;
using Hearth.Conda.Records;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Indexing;

/// <summary>Writes the files that show the whole channel: channeldata.json, rss.xml and the pages.</summary>
internal sealed class ChannelFiles(IndexOptions options, IndexCache cache, IndexRun run)
{
    /// <summary>Writes what is out of date.</summary>
    /// <param name="subdirs">All subdirs of the channel, sorted.</param>
    public void Write(IReadOnlyList<CachedSubdir> subdirs)
    {
        var channel = cache.ChannelFiles();
        var stamp = $"{options.Title} {options.Pages} " + string.Join(' ', subdirs.Select(subdir => $"{subdir.Subdir}:{subdir.Revision}"));
        if (channel.StampOf("channel") == stamp && File.Exists(Path.Combine(options.Output, "channeldata.json")))
            return;
        run.Report(IndexPhase.ChannelFiles, null);
        var names = ChannelDataView.Merge(subdirs.Select(subdir => subdir.Summaries().ChannelData()));
        var subdirNames = subdirs.Select(subdir => subdir.Subdir).ToList();
        using (var channelData = new MemoryStream())
        {
            ChannelDataView.Write(subdirNames, names, channelData);
            run.WriteIfChanged(PathTo("channeldata.json"), channelData.GetBuffer().AsSpan(0, (int)channelData.Length));
        }
        if (options.Pages)
        {
            run.WriteIfChanged(PathTo("rss.xml"), RssView.Make(options.Title, names));
            foreach (var subdir in subdirs)
            {
                var isAll = subdir.RecordCount <= PagesView.MostArtifacts;
                run.WriteIfChanged(PathTo(subdir.Subdir, "index.html"), PagesView.MakeSubdir(options.Title, subdir.Subdir, Listed(subdir, isAll), isAll));
            }
            run.WriteIfChanged(PathTo("index.html"), PagesView.MakeChannel(options.Title, subdirNames, names));
        }
        channel.Set("channel", stamp);
    }

    private static List<(string Name, IReadOnlyList<(string File, PackageRecord Record)> Artifacts)> Listed(CachedSubdir subdir, bool all)
    {
        var listed = new List<(string, IReadOnlyList<(string, PackageRecord)>)>();
        foreach (var (name, files) in subdir.Summaries().Newest())
        {
            var kept = JsonText.ReadList(files).ToHashSet(StringComparer.Ordinal);
            var artifacts = new List<(string, PackageRecord)>();
            subdir.VisitName(name, record =>
            {
                if ((all || kept.Contains(record.File)) && !record.IsRemoved)
                    artifacts.Add((record.File, PackageRecord.FromCanonical(record.Json.ToArray())));
            });
            listed.Add((name, artifacts));
        }
        return listed;
    }

    private string PathTo(params string[] parts) => Path.Combine([options.Output, .. parts]);
}
