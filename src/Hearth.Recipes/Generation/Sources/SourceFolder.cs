using System.Text;

namespace Hearth.Recipes.Generation.Sources;

/// <summary>Reads a folder as a <see cref="SourceTree"/>.</summary>
internal static class SourceFolder
{
    private static readonly EnumerationOptions NoLinks = new() { AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    public static SourceTree Read(string folder)
    {
        var paths = new List<string>();
        var texts = new TellingTexts();
        Visit(new DirectoryInfo(folder), "", paths, texts);
        return new SourceTree(folder, paths, texts.ByPath);
    }

    private static void Visit(DirectoryInfo folder, string prefix, List<string> paths, TellingTexts texts)
    {
        foreach (var entry in folder.EnumerateFileSystemInfos("*", NoLinks).OrderBy(entry => entry.Name, StringComparer.Ordinal))
        {
            if (paths.Count >= SourceArchive.MostFiles)
                throw GenerationDiagnostics.BadArchive.Refuse(folder.FullName, $"more than {SourceArchive.MostFiles} files");
            var path = prefix + entry.Name;
            if (entry is DirectoryInfo inner)
            {
                if (entry.Name is not (".git" or ".hg" or "node_modules" or ".venv" or "__pycache__"))
                    Visit(inner, path + "/", paths, texts);
                continue;
            }
            paths.Add(path);
            if (texts.Wants(path, ((FileInfo)entry).Length))
                texts.Add(path, File.ReadAllText(entry.FullName, Encoding.UTF8));
        }
    }
}
