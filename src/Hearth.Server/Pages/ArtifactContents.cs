using System.Text;
using Hearth.Channels.Blobs;
using Hearth.Channels.Browse;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Packages.Metadata;
using Hearth.Packages.Paths;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>Looks into an artifact for its page.</summary>
internal static class ArtifactContents
{
    private const int MostFiles = 2_000;
    private const int MostRecipe = 128 << 10;
    private const int MostLicences = 40;
    private const string LicenceFolder = "info/licenses/";
    private const string OldLicence = "info/LICENSE.txt";

    // Reading to the end of an old archive means to unpack all of it; of larger ones, what stands behind the index files is not looked for.
    private const long UnpackedWhole = 4 << 20;

    private static readonly ArchiveLimits Limits = ArchiveLimits.Default with { MaxInfoFileSize = 16 << 20, MaxInfoSize = 32 << 20, MaxDuration = TimeSpan.FromSeconds(10) };

    // A page is cheap to ask for; looking into archives is not.
    private static readonly SemaphoreSlim Turns = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>What is inside; null if the bytes are gone, or more than a page may unpack.</summary>
    public static async Task<ContentsDocument?> ReadAsync(IBlobStore blobs, BrowsedArtifact artifact, CancellationToken cancellation)
    {
        await Turns.WaitAsync(cancellation);
        try
        {
            if (blobs.FileOf(BlobSpace.Artifacts, artifact.Sha256) is { } path)
                return await Task.Run(() => Read(new FileByteRangeSource(path), artifact), cancellation);
            if (await blobs.OpenAsync(BlobSpace.Artifacts, artifact.Sha256, 0, cancellation) is not { } blob)
                return null;
            await using (blob)
                return await Task.Run(() => Read(PackageFile.Take(artifact.File, blob.Content, Limits), artifact), cancellation);
        }
        catch (Exception e) when (e is BadInputException or FileNotFoundException)
        {
            return null;
        }
        finally
        {
            Turns.Release();
        }
    }

    private static ContentsDocument Read(IByteRangeSource source, BrowsedArtifact artifact)
    {
        using (source)
        {
            var format = ArchiveName.Parse(artifact.File).Format;
            var extent = format == ArchiveFormat.TarBz2 && source.Length > UnpackedWhole ? InfoExtent.Index : InfoExtent.Everything;
            var info = PackageInfoReader.Read(source, format, extent, Limits);
            var paths = PathsJson.Read(info, artifact.File);
            return new ContentsDocument(
                paths.Count,
                [.. paths.Take(MostFiles).Select(entry => new FileLine(entry.Path, entry.Type.ToString().ToLowerInvariant(), entry.Size, entry.PrefixPlaceholder is not null))],
                [.. paths.Select(entry => (entry.Path, When: WhenRun(entry.Path, artifact.Record.Name))).Where(script => script.When is not null).Select(script => new ScriptLine(script.Path, script.When!))],
                info.Recipe is { } recipe ? TextOf(recipe) : null,
                extent == InfoExtent.Everything ? LicencesIn(PackageRecipe.Read(source, format, Limits)) : []);
        }
    }

    private static List<LicenceText> LicencesIn(PackageRecipe kept) =>
    [
        .. kept.Files.Where(file => file.Key.StartsWith(LicenceFolder, StringComparison.Ordinal) || file.Key == OldLicence).OrderBy(file => file.Key, StringComparer.Ordinal).Take(MostLicences)
            .Select(file => new LicenceText(file.Key, TextOf(file.Value))),
    ];

    private static string TextOf(ReadOnlyMemory<byte> utf8) =>
        UrlSecrets.RedactIn(Encoding.UTF8.GetString(utf8.Span[..Math.Min(utf8.Length, MostRecipe)])) + (utf8.Length > MostRecipe ? "\n…" : "");

    // CEP 34 §Pre- and post-link/unlink scripts; activation scripts; CEP 11 for menus.
    private static string? WhenRun(string path, string name)
    {
        if (path.StartsWith("etc/conda/activate.d/", StringComparison.Ordinal))
            return "each time the environment is activated";
        if (path.StartsWith("etc/conda/deactivate.d/", StringComparison.Ordinal))
            return "each time the environment is deactivated";
        if (path.StartsWith("Menu/", StringComparison.Ordinal) && path.EndsWith(".json", StringComparison.Ordinal))
            return "makes shortcuts when it is installed";
        var action = path.StartsWith($"bin/.{name}-", StringComparison.Ordinal) && path.EndsWith(".sh", StringComparison.Ordinal) ? path[$"bin/.{name}-".Length..^".sh".Length]
            : path.StartsWith($"Scripts/.{name}-", StringComparison.Ordinal) && path.EndsWith(".bat", StringComparison.Ordinal) ? path[$"Scripts/.{name}-".Length..^".bat".Length]
            : "";
        return action switch
        {
            "pre-link" => "before it is installed",
            "post-link" => "after it is installed",
            "pre-unlink" => "before it is removed",
            "post-unlink" => "after it is removed",
            _ => null,
        };
    }
}
