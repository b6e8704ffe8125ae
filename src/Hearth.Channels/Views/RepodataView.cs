using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Channels.Views;

/// <summary>repodata.json and repodata_from_packages.json: the records of a subdir in one document (CEP 36, 48).</summary>
public static class RepodataView
{
    /// <summary>The document with patches, which clients read.</summary>
    public static void Write(ISubdirRecords records, RepodataInfo info, Stream output) =>
        Write(records, info, records.Removed, static record => record.Json, output);

    /// <summary>The document as the artifacts have it.</summary>
    public static void WriteUnpatched(ISubdirRecords records, RepodataInfo info, Stream output) =>
        Write(records, info, records.Gone, static record => record.UnpatchedJson, output);

    /// <summary>Both documents, and run_exports.json, with one look at each record.</summary>
    /// <param name="records">The subdir.</param>
    /// <param name="info">The documents' <c>info</c>.</param>
    /// <param name="shown">Receives the document with patches.</param>
    /// <param name="unpatched">Receives the document as the artifacts have it; null where no patch is in force, so that it is the same.</param>
    /// <param name="runExports">Receives run_exports.json.</param>
    public static void WriteWithRunExports(ISubdirRecords records, RepodataInfo info, Stream shown, Stream? unpatched, Stream runExports)
    {
        var ofShown = new RepodataWriter(shown, info, records.Removed);
        var ofUnpatched = unpatched is null ? null : new RepodataWriter(unpatched, info, records.Gone);
        var ofRunExports = new RunExportsView(records, runExports);
        foreach (var group in RecordGroups.All)
        {
            records.VisitGroup(group, record =>
            {
                var key = group.KeyOf(record.File);
                if (!record.IsRemoved)
                    ofShown.Write(group, key, record.Json);
                if (!record.UnpatchedJson.IsEmpty)
                    ofUnpatched?.Write(group, key, record.UnpatchedJson);
                ofRunExports.Add(group, record);
            });
        }
        ofShown.Complete();
        ofUnpatched?.Complete();
        ofRunExports.Complete();
    }

    /// <summary>What <c>info.repodata_revisions</c> has to say of revision 3; null if the subdir has no such record.</summary>
    public static RevisionSummary? SummarizeRevision3(ISubdirRecords records)
    {
        var count = 0;
        long? oldest = null, newest = null;
        foreach (var group in RecordGroups.All.Where(group => group.IsV3()))
        {
            records.VisitGroup(group, record =>
            {
                if (record.IsRemoved)
                    return;
                count++;
                if (PackageRecord.FromCanonical(record.Json.ToArray()).Integer(RecordField.IndexedTimestamp) is not { } at)
                    return;
                oldest = Math.Min(oldest ?? at, at);
                newest = Math.Max(newest ?? at, at);
            });
        }
        return count == 0 ? null : new RevisionSummary(count, oldest, newest);
    }

    private static void Write(ISubdirRecords records, RepodataInfo info, IReadOnlyList<string> removed, JsonOf jsonOf, Stream output)
    {
        var writer = new RepodataWriter(output, info, removed);
        foreach (var group in RecordGroups.All)
        {
            records.VisitGroup(group, record =>
            {
                if (jsonOf(record) is { IsEmpty: false } json)
                    writer.Write(group, group.KeyOf(record.File), json);
            });
        }
        writer.Complete();
    }

    private delegate ReadOnlySpan<byte> JsonOf(ListedRecord record);
}
