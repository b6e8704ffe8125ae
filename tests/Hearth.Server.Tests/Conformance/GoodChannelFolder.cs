using Hearth.Testing;

namespace Hearth.Server.Tests.Conformance;

/// <summary>One good channel for many tests; those that spoil files take a copy.</summary>
public sealed class GoodChannelFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public GoodChannelFolder() => GoodChannel.Write(_folder.Path);

    public string Path => _folder.Path;

    public TemporaryFolder Copy()
    {
        var copy = new TemporaryFolder();
        foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            var target = copy.PathTo(System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
        return copy;
    }

    public void Dispose() => _folder.Dispose();
}
