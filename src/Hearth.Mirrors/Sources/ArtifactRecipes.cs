using System.Text.Json;
using Hearth.Channels;
using Hearth.Channels.Blobs;
using Hearth.Channels.Sources;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Packages.Metadata;

namespace Hearth.Mirrors.Sources;

/// <summary>Reads what artifacts were built from, out of the artifacts themselves.</summary>
internal sealed class ArtifactRecipes(ChannelStore store)
{
    // Room for the info of the largest packages, and no more time than reading a large tarball takes.
    private static readonly ArchiveLimits Limits = ArchiveLimits.Default with { MaxDuration = TimeSpan.FromMinutes(20) };

    /// <summary>Reads the recipe of an artifact.</summary>
    /// <returns>What it keeps of its making, and the sources that its recipe names; or why that cannot be read.</returns>
    /// <exception cref="IOException">The store is away.</exception>
    public async Task<(PackageRecipe? Recipe, RecipeSources Sources)> ReadAsync(FollowedArtifact artifact, CancellationToken cancellation)
    {
        try
        {
            if (await OpenAsync(artifact, cancellation) is not { } source)
                return (null, new RecipeSources(null, [], SourceManifest.NotHeld));
            using (source)
            {
                var recipe = await Task.Run(() => PackageRecipe.Read(source, ArchiveName.Parse(artifact.File).Format, Limits), cancellation);
                return (recipe, RecipeSources.Read(recipe, artifact.Subdir));
            }
        }
        catch (BadInputException e)
        {
            return (null, new RecipeSources(null, [], e.Diagnostics[0].Message));
        }
    }

    /// <summary>Whether the bytes of an artifact are here.</summary>
    public async Task<bool> IsHeldAsync(FollowedArtifact artifact, CancellationToken cancellation) =>
        await store.Blobs.SizeAsync(BlobSpace.Artifacts, artifact.Sha256, cancellation) is not null;

    /// <summary>The licence that the metadata of an artifact names; null if it names none.</summary>
    public static string? LicenceOf(PackageRecipe recipe)
    {
        if (recipe.Find("info/index.json") is not { } index)
            return null;
        try
        {
            using var json = JsonDocument.Parse(index);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("license"u8, out var licence) && licence.ValueKind == JsonValueKind.String ? licence.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private async Task<IByteRangeSource?> OpenAsync(FollowedArtifact artifact, CancellationToken cancellation)
    {
        if (store.Blobs.FileOf(BlobSpace.Artifacts, artifact.Sha256) is { } path)
            return new FileByteRangeSource(path);
        if (await store.Blobs.OpenAsync(BlobSpace.Artifacts, artifact.Sha256, 0, cancellation) is not { } blob)
            return null;
        await using (blob)
            return await Task.Run(() => PackageFile.Take(artifact.File, blob.Content, Limits), cancellation);
    }
}
