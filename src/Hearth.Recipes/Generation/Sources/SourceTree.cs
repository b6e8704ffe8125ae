using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Generation.Sources;

/// <summary>
/// The files of a project, as a folder or an archive has them: every path, and the text of those that say something about the project. Reading
/// writes nothing and runs nothing. The one folder around everything that most archives have is left out of the paths.
/// </summary>
public sealed class SourceTree
{
    /// <summary>The most bytes of a text that is kept.</summary>
    public const int MostBytesOfText = 2 * 1024 * 1024;

    private readonly IReadOnlyDictionary<string, string> _texts;

    internal SourceTree(string name, IReadOnlyList<string> paths, IReadOnlyDictionary<string, string> texts)
    {
        Name = name;
        var around = FolderAround(paths);
        Paths = [.. paths.Select(path => path[around..]).Where(path => path.Length > 0).Distinct().Order(StringComparer.Ordinal)];
        _texts = texts.ToDictionary(text => text.Key[around..], text => text.Value, StringComparer.Ordinal);
    }

    /// <summary>The archive's or folder's name, for messages.</summary>
    public string Name { get; }

    /// <summary>The paths of the files, with <c>/</c>, sorted.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>The text of a file; null if it is not there, is too large, or says nothing about the project.</summary>
    public string? TextOf(string path) => _texts.GetValueOrDefault(path);

    /// <summary>The shortest path with that file name, so that the project's own comes before those of what it carries along.</summary>
    public string? Find(string fileName) => FindAll(fileName).FirstOrDefault();

    /// <summary>The paths with that file name, those nearest to the top first.</summary>
    public IEnumerable<string> FindAll(string fileName) =>
        Paths.Where(path => path.EndsWith(fileName, StringComparison.Ordinal) && (path.Length == fileName.Length || path[^(fileName.Length + 1)] == '/'))
            .OrderBy(path => path.Count(c => c == '/'));

    /// <summary>Reads a folder; links are not followed.</summary>
    public static SourceTree OfFolder(string folder) => SourceFolder.Read(folder);

    /// <summary>Reads an archive: <c>.tar.gz</c>, <c>.tgz</c>, <c>.tar</c>, <c>.zip</c> or <c>.whl</c>, by its name.</summary>
    /// <exception cref="BadInputException">The archive is damaged, too large, or of another kind.</exception>
    public static SourceTree OfArchive(Stream archive, string fileName, CancellationToken cancellation = default) =>
        SourceArchive.Read(archive, fileName, cancellation);

    private static int FolderAround(IReadOnlyList<string> paths)
    {
        if (paths.Count == 0 || paths[0].IndexOf('/') is not (> 0 and var slash))
            return 0;
        var folder = paths[0][..(slash + 1)];
        // A folder named as a package's own stays: a wheel of one module has nothing else around it.
        return paths.All(path => path.StartsWith(folder, StringComparison.Ordinal)) && paths.Any(path => path.LastIndexOf('/') == slash) ? slash + 1 : 0;
    }
}
