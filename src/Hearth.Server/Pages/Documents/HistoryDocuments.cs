namespace Hearth.Server.Pages.Documents;

/// <summary>The moment of the past that a page shows.</summary>
/// <param name="Moment">As it was asked for.</param>
/// <param name="Revision">The revision at which the state came to be.</param>
/// <param name="ShownAt">When it was shown.</param>
/// <param name="Address">The channel as of then, for clients.</param>
internal sealed record AsOfDocument(string Moment, long Revision, DateTimeOffset ShownAt, string Address);

/// <summary>What happened in a channel, day by day, in a year or a month.</summary>
/// <param name="Schema">Names this shape.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Revision">Its newest.</param>
/// <param name="Period"><c>2026</c> or <c>2026-11</c>.</param>
/// <param name="FirstYear">The year in which the channel was made.</param>
/// <param name="LastYear">This year.</param>
/// <param name="Changes">How many changes there were.</param>
/// <param name="Days">The days that have any, in order.</param>
/// <param name="SnapshotCount">How many snapshots the channel has.</param>
/// <param name="Snapshots">The newest of them, newest first.</param>
internal sealed record CalendarDocument(
    string Schema, string Channel, long Revision, string Period, int FirstYear, int LastYear, long Changes, IReadOnlyList<DayLine> Days, int SnapshotCount, IReadOnlyList<SnapshotLine> Snapshots);

/// <summary>A day with changes, in UTC.</summary>
internal sealed record DayLine(DateOnly Day, long Changes, long First, long Last);

/// <summary>A named state, with the number of changes since the one before it.</summary>
internal sealed record SnapshotLine(string Name, long Revision, DateTimeOffset At, long Changes, string Note, bool Pinned);

/// <summary>The changes of a day, newest first.</summary>
/// <param name="Schema">Names this shape.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Revision">Its newest.</param>
/// <param name="Day">The day, in UTC.</param>
/// <param name="Start">What was shown when the day began; absent if nothing was.</param>
/// <param name="End">What was shown when it ended, or is shown now; absent if nothing was.</param>
/// <param name="ShownFrom">The first revision that the channel can be looked at as of; absent if there is none.</param>
/// <param name="Total">How many changes the day has.</param>
/// <param name="Changes">Some of them.</param>
/// <param name="Before">What <c>?before=</c> has to be for the next page; absent on the last.</param>
internal sealed record DayDocument(
    string Schema, string Channel, long Revision, DateOnly Day, AsOfDocument? Start, AsOfDocument? End, long? ShownFrom, long Total, IReadOnlyList<ChangeLine> Changes, long? Before);

/// <summary>What is not the same in two states of a label.</summary>
/// <param name="Schema">Names this shape.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Revision">Its newest.</param>
/// <param name="Label">The label.</param>
/// <param name="Before">One state; absent where nothing was asked yet.</param>
/// <param name="After">The other.</param>
/// <param name="Names">How many names differ.</param>
/// <param name="Start">How many of them come before the first that is shown.</param>
/// <param name="Next">What <c>?start=</c> has to be for the next page; absent on the last.</param>
/// <param name="Added">Records that came, of the names on this page.</param>
/// <param name="Removed">Records that went.</param>
/// <param name="Changed">Records that are shown otherwise.</param>
/// <param name="Records">The first of them.</param>
internal sealed record DifferencesDocument(
    string Schema,
    string Channel,
    long Revision,
    string Label,
    AsOfDocument? Before,
    AsOfDocument? After,
    int Names,
    int Start,
    int? Next,
    int Added,
    int Removed,
    int Changed,
    IReadOnlyList<DifferingLine> Records);

/// <summary>A record that is not the same.</summary>
internal sealed record DifferingLine(string Subdir, string File, string Kind, IReadOnlyList<PatchedField> Fields);
