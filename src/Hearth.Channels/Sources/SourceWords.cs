namespace Hearth.Channels.Sources;

/// <summary>What kinds and states are called in the database, in documents and on the command line.</summary>
public static class SourceWords
{
    public static string Word(this SourceKind kind) => kind.ToString().ToLowerInvariant();

    public static string Word(this NeedState state) => state == NeedState.TakenDown ? "taken-down" : state.ToString().ToLowerInvariant();

    /// <returns>Null if there is no such kind.</returns>
    public static SourceKind? Kind(string word) => Enum.GetValues<SourceKind>().Where(kind => kind.Word() == word).Select(kind => (SourceKind?)kind).FirstOrDefault();

    /// <returns>Null if there is no such state.</returns>
    public static NeedState? State(string word) => Enum.GetValues<NeedState>().Where(state => state.Word() == word).Select(state => (NeedState?)state).FirstOrDefault();
}
