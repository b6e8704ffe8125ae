namespace Hearth.Channels.Jobs;

/// <summary>What kinds and states are called in the database, in documents and on the command line.</summary>
public static class JobWords
{
    /// <summary>The word of <see cref="JobKind.MirrorSync"/>.</summary>
    internal const string MirrorSync = "mirror-sync";

    /// <summary>The word of <see cref="JobKind.SourceCollect"/>.</summary>
    internal const string SourceCollect = "source-collect";

    public static string Word(this JobKind kind) => kind switch
    {
        JobKind.Gc => "gc",
        JobKind.ChannelCheck => "channel-check",
        JobKind.Snapshot => "snapshot",
        JobKind.FolderImport => "folder-import",
        JobKind.MirrorSync => MirrorSync,
        JobKind.SourceCollect => SourceCollect,
        _ => "webhook",
    };

    public static string Word(this JobState state) => state.ToString().ToLowerInvariant();

    /// <returns>Null if there is no such kind.</returns>
    public static JobKind? Kind(string word) => Enum.GetValues<JobKind>().Where(kind => kind.Word() == word).Select(kind => (JobKind?)kind).FirstOrDefault();

    /// <returns>Null if there is no such state.</returns>
    public static JobState? State(string word) => Enum.GetValues<JobState>().Where(state => state.Word() == word).Select(state => (JobState?)state).FirstOrDefault();
}
