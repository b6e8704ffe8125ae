using Hearth.Channels.History;
using Hearth.Conda.Names;
using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>What differs between two moments of a channel: what came, what went, and what patches changed; so many names at a time.</summary>
internal static class DifferencesPage
{
    // The names of a page are bounded, since each costs a shard or two to read; so are records, of which a name may have thousands.
    private const int MostNames = 100;
    private const int MostRecords = 500;

    // A page is cheap to ask for; all the names of two states of a large channel are not.
    private static readonly SemaphoreSlim Turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    public static async Task AnswerAsync(ApiCall call)
    {
        if (Asked(call, "before") is not { } asked)
        {
            await SendAsync(call, Empty(call, Label.Main));
            return;
        }
        if (!Label.TryParse(Asked(call, "label") ?? Label.Main.ToString(), null, out var label) || (label != Label.Main && !call.Channel.Labels.Contains(label.ToString(), StringComparer.Ordinal)))
        {
            await call.NotFoundAsync($"'{call.ChannelName}' has no such label");
            return;
        }
        var until = Asked(call, "after");
        if (await AskedMoment.FindAsync(call, asked) is not { } before || await AskedMoment.FindAsync(call, until) is not { } after)
            return;
        var start = (int)call.Query("start", 0, 0, int.MaxValue);
        var (names, records) = await CompareAsync(call, label, before, after, start);
        await SendAsync(call, Empty(call, label) with
        {
            Before = PagePast.Of(call, asked, before),
            After = until is null ? PagePast.Of(call, after) : PagePast.Of(call, until, after),
            Names = names,
            Start = start,
            Next = names - MostNames > start ? start + MostNames : null,
            Added = records.Count(record => record.Kind == DifferenceKind.Added),
            Removed = records.Count(record => record.Kind == DifferenceKind.Removed),
            Changed = records.Count(record => record.Kind == DifferenceKind.Changed),
            Records = [.. records.Take(MostRecords).Select(Line)],
        });
    }

    private static async Task<(int Names, IReadOnlyList<RecordDifference> Records)> CompareAsync(ApiCall call, Label label, MomentOutcome.Found before, MomentOutcome.Found after, int start)
    {
        var comparison = new StateComparison(call.Instance.Store, call.Channel.Channel);
        await Turns.WaitAsync(call.Cancellation);
        try
        {
            var names = await comparison.NamesAsync(label, before.Revision, after.Revision, call.Cancellation);
            return (names.Count, await comparison.CompareAsync(names.Skip(start).Take(MostNames), call.Cancellation));
        }
        finally
        {
            Turns.Release();
        }
    }

    // A form sends its empty fields as well.
    private static string? Asked(ApiCall call, string parameter) => call.Query(parameter) is { Length: > 0 } text ? text : null;

    private static Task SendAsync(ApiCall call, DifferencesDocument document) => call.SendPageAsync(document, PageJson.Default.DifferencesDocument, DifferencesView.Of);

    private static DifferencesDocument Empty(ApiCall call, Label label) =>
        new("hearth.page-differences.1", call.ChannelName.ToString(), call.Channel.Channel.Revision, label.ToString(), null, null, 0, 0, null, 0, 0, 0, []);

    private static DifferingLine Line(RecordDifference record) =>
        new(record.Subdir, record.File, record.Kind.ToString().ToLowerInvariant(), [.. record.Fields.Select(field => new PatchedField(field.Name, field.Before, field.After))]);
}
