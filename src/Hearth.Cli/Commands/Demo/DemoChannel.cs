namespace Hearth.Cli.Commands.Demo;

/// <summary>The document of <c>hearth demo --json</c>.</summary>
/// <param name="Schema">The document's format and its version.</param>
/// <param name="Folder">Where the channel lies.</param>
/// <param name="Packages">The package files in it, with their subdirs.</param>
/// <param name="Url">Where it is served; null if it is not.</param>
internal sealed record DemoChannel(string Schema, string Folder, IReadOnlyList<string> Packages, Uri? Url)
{
    public DemoChannel(string folder, IReadOnlyList<string> packages, Uri? url)
        : this("hearth.demo.1", folder, packages, url)
    {
    }

    /// <summary>What to type, in another terminal, to use the channel; none while it is not served.</summary>
    public IReadOnlyList<string> Try => Url?.AbsoluteUri.TrimEnd('/') is not { } channel
        ? []
        :
        [
            $"pixi exec --channel {channel} campfire",
            $"conda create --prefix ./fire --override-channels --channel {channel} campfire",
            $"micromamba create --prefix ./fire --override-channels --channel {channel} campfire",
            $"curl {channel}/noarch/repodata.json",
        ];

    /// <summary>The same for people.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Lines());

    private IEnumerable<string> Lines()
    {
        yield return $"{Packages.Count} packages in {Folder}:";
        foreach (var package in Packages)
            yield return $"  {package}";
        if (Url is null)
            yield break;
        yield return "";
        yield return $"Serving them at {Url}   (Ctrl-C stops)";
        yield return "Try, in another terminal:";
        foreach (var command in Try)
            yield return $"  {command}";
    }
}
