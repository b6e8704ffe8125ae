using System.Text;

namespace Hearth.Mirrors.Tests.Sources.Git;

/// <summary>
/// Repositories that are not here, made up: each at its address below a folder that a web server gives out as it is, with a commit for each revision that was asked of it.
/// </summary>
/// <param name="folder">The folder.</param>
internal sealed class StandInRepositories(string folder)
{
    private const int HexOfCommit = 40;

    private readonly SortedDictionary<string, SortedSet<string>> _revisions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Place, string Revision), (string Commit, string Tree)> _made = [];

    /// <summary>Adds a revision: a name, or the hash of a commit, in whose place another stands.</summary>
    public void Add(string place, string revision)
    {
        if (!_revisions.TryGetValue(place, out var revisions))
            _revisions[place] = revisions = new SortedSet<string>(StringComparer.Ordinal);
        revisions.Add(revision);
    }

    /// <summary>Makes them.</summary>
    public void Make()
    {
        foreach (var (place, revisions) in _revisions)
        {
            var repository = Directory.CreateDirectory(Path.Combine(folder, place)).FullName;
            LocalRepository.Run(repository, ["init", "--quiet", "--bare", "--initial-branch=main"]);
            LocalRepository.Run(repository, ["fast-import", "--quiet"], input: string.Concat(revisions.Select((revision, number) => CommitOf(place, revision, number))));
            LocalRepository.Run(repository, ["update-server-info"]);
            var made = LocalRepository.Run(repository, ["for-each-ref", "--format=%(refname) %(objectname) %(tree)"]).Split('\n').Select(line => line.Split(' ')).ToDictionary(words => words[0], words => (words[1], words[2]));
            foreach (var revision in revisions)
                _made[(place, revision)] = made[NameOf(revision)];
        }
    }

    /// <summary>The commit that stands for a revision, and the hash of its files.</summary>
    public (string Commit, string Tree) Find(string place, string revision) => _made[(place, revision)];

    /// <summary>What a recipe says to get it.</summary>
    public string RevisionOf(string place, string revision) => IsCommit(revision) ? Find(place, revision).Commit : revision;

    private static string CommitOf(string place, string revision, int number)
    {
        var content = $"in place of {place} at {revision}";
        return FormattableString.Invariant($"commit {NameOf(revision)}\ncommitter Someone <someone@example.org> {1_700_000_000 + number} +0000\ndata 4\nmade\nM 100644 inline source.txt\ndata {Encoding.UTF8.GetByteCount(content)}\n{content}\n\n");
    }

    private static string NameOf(string revision) => $"refs/{(IsCommit(revision) ? "heads" : "tags")}/{revision}";

    private static bool IsCommit(string revision) => revision.Length == HexOfCommit && revision.All(char.IsAsciiHexDigit);
}
