using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives.Tar;
using Hearth.Packages.Paths;

namespace Hearth.Packages.Archives;

/// <summary>
/// Makes a package of a folder, the same bytes from the same content on every machine: members sorted, metadata first, all times the
/// one of the build, and of the modes only whether a file is executable.
/// </summary>
public static class FolderPacking
{
    private const int ExecutableMode = 0b111_101_101;
    private const int PlainMode = 0b110_100_100;

    /// <summary>Packs a folder with an info/index.json. A missing info/paths.json is written into the package, not into the folder.</summary>
    /// <param name="folder">The package's root folder.</param>
    /// <param name="target">The archive to write; its extension chooses the format.</param>
    /// <param name="options">How to write it.</param>
    /// <param name="modified">The time that all members get; without it, the timestamp of index.json, or 1980.</param>
    /// <param name="cancellation">Looked at between members.</param>
    /// <exception cref="BadInputException">The folder lacks metadata, or holds what a package must not.</exception>
    public static void Run(
        string folder, string target, ArchiveOptions? options = null, DateTimeOffset? modified = null, CancellationToken cancellation = default)
    {
        var time = modified ?? TimeOf(folder);
        var members = MembersOf(folder, time);
        var paths = members.Exists(member => member.Path == "info/paths.json") ? null : PathsJson.Of(folder, members, cancellation);
        if (paths is not null)
            members.Add(new TarEntry("info/paths.json", TarEntryType.File, paths.Length, PlainMode, time));
        members.Sort((a, b) => a.IsInfo == b.IsInfo ? string.CompareOrdinal(a.Path, b.Path) : b.IsInfo.CompareTo(a.IsInfo));
        ArchiveWriter.Write(target, options ?? ArchiveOptions.Default, writer =>
        {
            foreach (var member in members)
            {
                cancellation.ThrowIfCancellationRequested();
                if (member.Type != TarEntryType.File)
                {
                    writer.Add(member);
                    continue;
                }
                using Stream content = paths is not null && member.Path == "info/paths.json"
                    ? new MemoryStream(paths)
                    : new FileStream(Path.Join(folder, member.Path), FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
                writer.Add(member, content);
            }
        });
    }

    /// <summary>The members that a folder makes, unsorted, checked like those of an archive from outside.</summary>
    /// <exception cref="BadInputException">A link leaves the folder, or there is no index.json.</exception>
    public static List<TarEntry> MembersOf(string folder, DateTimeOffset modified)
    {
        var rules = new MemberRules(folder, ArchiveLimits.Default);
        var members = new List<TarEntry>();
        foreach (var item in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", AllFiles))
        {
            var path = Path.GetRelativePath(folder, item.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (EntryOf(item, path, modified) is { } entry)
                members.Add(rules.Admit(entry)!);
        }
        rules.CheckLinks();
        if (!members.Exists(member => member.Path == "info/index.json"))
            throw PackagesDiagnostics.MissingMetadata.Refuse(folder, "the folder has no info/index.json");
        return members;
    }

    private static EnumerationOptions AllFiles => new() { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };

    private static TarEntry? EntryOf(FileSystemInfo item, string path, DateTimeOffset modified) => item switch
    {
        { LinkTarget: { } target } => new(path, TarEntryType.SymbolicLink, 0, 0b111_111_111, modified, target),
        DirectoryInfo folder => folder.EnumerateFileSystemInfos().Any() ? null : new(path, TarEntryType.Folder, 0, ExecutableMode, modified),
        FileInfo file => new(path, TarEntryType.File, file.Length, IsExecutable(file) ? ExecutableMode : PlainMode, modified),
        _ => null,
    };

    private static bool IsExecutable(FileInfo file) => !OperatingSystem.IsWindows() && (file.UnixFileMode & UnixFileMode.UserExecute) != 0;

    private static DateTimeOffset TimeOf(string folder)
    {
        var index = Path.Join(folder, "info", "index.json");
        if (!File.Exists(index))
            throw PackagesDiagnostics.MissingMetadata.Refuse(folder, "the folder has no info/index.json");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(index));
            if (document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("timestamp", out var timestamp) && timestamp.TryGetInt64(out var number) && number > 0)
            {
                // Milliseconds by CEP 34; old tools wrote seconds (year 9999 at most).
                return number <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
                    ? DateTimeOffset.FromUnixTimeSeconds(number)
                    : DateTimeOffset.FromUnixTimeSeconds(number / 1000);
            }
        }
        catch (JsonException e)
        {
            throw new BadInputException(PackagesDiagnostics.BadMetadata.In(index, $"not JSON: {e.Message}"), e);
        }
        return new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
    }
}
