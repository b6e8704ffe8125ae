using System.Globalization;
using System.Text.Json;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Indexing;

/// <summary>
/// The repodata.json that lies in a subdir's folder, told from one that somebody else put there: a rewrite must not lose what
/// this program cannot write.
/// </summary>
internal sealed class WrittenRepodata(string folder, WrittenFiles written)
{
    public const string FileName = "repodata.json";

    private readonly string _path = Path.Combine(folder, FileName);

    /// <summary>Whether the file is the one that this program wrote, and shows what the stamp says.</summary>
    public bool Shows(string stamp) => Identity() is { } identity && written.StampOf(FileName) == $"{identity} {stamp}";

    /// <summary>Remembers that the file as it lies there was written by this program, and shows what the stamp says.</summary>
    public void Remember(string stamp) => written.Set(FileName, $"{Identity()} {stamp}");

    /// <summary>What keeps the file from being written anew (REPODATA-11); null if nothing does. A file of our own is not opened.</summary>
    public Diagnostic? Obstacle()
    {
        if (Identity() is not { } identity || written.StampOf(FileName)?.StartsWith($"{identity} ", StringComparison.Ordinal) == true)
            return null;
        var unknown = UnknownRevisions();
        return unknown.Count == 0 ? null : IndexDiagnostics.UnknownRevision.In(
            _path,
            $"it holds records under {string.Join(", ", unknown.Select(key => $"'{key}'"))}; this Hearth knows repodata up to revision 3 and would lose them",
            "use a later Hearth, or move the file away to index the packages of the folder alone");
    }

    private string? Identity() => new FileInfo(_path) is { Exists: true } file
        ? string.Create(CultureInfo.InvariantCulture, $"{file.Length}:{file.LastWriteTimeUtc.Ticks}")
        : null;

    private List<string> UnknownRevisions()
    {
        var unknown = new List<string>();
        try
        {
            using var reader = new RepodataReader(File.OpenRead(_path));
            while (reader.Read())
            {
                if (reader.Entry == RepodataEntry.Member && reader.Key is ['v', .. var number] && number.Length > 0 && number.All(char.IsAsciiDigit))
                    unknown.Add(reader.Key);
            }
        }
        catch (JsonException)
        {
            // What is damaged holds nothing that a rewrite could lose.
        }
        return unknown;
    }
}
