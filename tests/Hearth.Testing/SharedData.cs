namespace Hearth.Testing;

/// <summary>
/// Real packages, repodata and recipes that lie beside the repository on some machines.
/// A test that needs them is skipped where they are absent.
/// </summary>
public static class SharedData
{
    private static readonly string Root = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared"));

    /// <summary>The path of a file or folder below the shared folder; skips the running test if it is not there.</summary>
    public static string PathTo(params string[] parts)
    {
        var path = Path.Combine([Root, .. parts]);
        Assert.SkipUnless(Path.Exists(path), $"{path} is not on this machine");
        return path;
    }
}
