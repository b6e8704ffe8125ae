namespace Hearth.Testing;

/// <summary>Places in this repository, found from the folder that the tests run in.</summary>
public static class Repository
{
    public static string Root { get; } = Find();

    public static string PathTo(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Hearth.slnx")))
                return folder.FullName;
        }
        throw new InvalidOperationException("The tests must run inside the repository: no Hearth.slnx above " + AppContext.BaseDirectory);
    }
}
