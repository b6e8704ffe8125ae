using Hearth.Cli.Commands.Package;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;

namespace Hearth.Cli.Commands.Recipe;

/// <summary>The Python projects that the packages of a channel folder hold, by the <c>dist-info</c> folders in them. One artifact of each name is opened.</summary>
internal static class ChannelProjects
{
    public static IEnumerable<KeyValuePair<string, string>> Find(string channel, CancellationToken cancellation)
    {
        var artifacts = Directory.EnumerateDirectories(channel).SelectMany(Directory.EnumerateFiles).Order(StringComparer.Ordinal)
            .Select(path => (Path: path, Name: ArtifactFileName.TryParseLenient(Path.GetFileName(path), out var name) ? name.Name.ToString() : null))
            .Where(artifact => artifact.Name is not null)
            .GroupBy(artifact => artifact.Name!).Select(same => same.Last());
        return artifacts.SelectMany(artifact => ProjectsIn(artifact.Path, cancellation).Select(project => KeyValuePair.Create(project, artifact.Name!))).ToList();
    }

    private static List<string> ProjectsIn(string path, CancellationToken cancellation)
    {
        var projects = new List<string>();
        try
        {
            var (source, format) = PackageArgument.Open(path, cancellation);
            using var owned = source;
            using var reader = new ArchiveReader(source, format);
            while (reader.MoveNext())
            {
                cancellation.ThrowIfCancellationRequested();
                if (reader.Entry.Path.Split('/') is [.., "site-packages", var folder, "METADATA" or "PKG-INFO"] && folder.Split('-') is [var project, ..])
                    projects.Add(project);
            }
        }
        catch (BadInputException)
        {
            // A damaged package tells nothing about names; 'hearth index' tells about it.
        }
        return projects;
    }
}
