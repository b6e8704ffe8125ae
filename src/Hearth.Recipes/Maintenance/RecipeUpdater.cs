using System.Security.Cryptography;
using Hearth.Conda.Versions;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Sources;
using Hearth.Recipes.Generation.Upstream;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Maintenance;

/// <summary>Brings a recipe of either format to a new version: version, digests, build number, and what upstream changed of its requirements.</summary>
/// <param name="upstream">The one way to everything upstream.</param>
public sealed class RecipeUpdater(IUpstream upstream)
{
    /// <summary>Updates the text of a recipe; nothing is written.</summary>
    /// <param name="text">The recipe.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="format">Its format.</param>
    /// <param name="variants">The variants that its addresses may need.</param>
    /// <param name="options">Which version.</param>
    /// <param name="cancellation">Stops downloads.</param>
    /// <exception cref="BadInputException">The recipe cannot be changed, or upstream does not have what the new recipe asks for.</exception>
    public async Task<RecipeUpdate> UpdateAsync(
        string text, string? file, RecipeFormat format, VariantConfig variants, UpdateOptions options, CancellationToken cancellation)
    {
        var old = new RecipeText(text, file, format, variants);
        if (old.Tree.Problems.Count > 0)
            throw new BadInputException(old.Tree.Problems);
        var version = old.Version ?? throw MaintenanceDiagnostics.NoVersion.Refuse(file, "the version is not set as a literal");
        var (target, lookedAt) = options.To is { } to ? (to, []) : await NewestAsync(old, version.Value, options.Rules, file, cancellation);
        if (target is null || target == version.Value)
            return new RecipeUpdate.UpToDate(version.Value, lookedAt);

        var edits = new List<ProposedEdit> { new("version", version.Value, target, lookedAt is [var place, ..] ? place : "as asked for") };
        await using var downloads = new Downloads(upstream);
        var next = Bumped(old, version, target, edits);
        var still = Unmoved(old, next);
        var bumped = await ReachableAsync(next, still, downloads, edits, cancellation);
        var remarks = new List<Diagnostic>();
        var (hashed, newTree) = await HashedAsync(bumped, still, downloads, edits, cancellation);
        var merged = await MergedAsync(old, still, hashed, newTree, (version.Value, target), downloads, edits, remarks, cancellation);
        return new RecipeUpdate.Updated(version.Value, target, merged, edits, remarks);
    }

    // The newest of the first place that knows the project.
    private async Task<(string? Version, IReadOnlyList<string> LookedAt)> NewestAsync(
        RecipeText recipe, string current, VersionRules rules, string? file, CancellationToken cancellation)
    {
        var sources = recipe.Sources();
        var addresses = sources.SelectMany(source => source.Urls).ToList();
        var lookedAt = new List<string>();
        if (!CondaVersion.TryParse(CondaSpelling(current), null, out var now))
            throw MaintenanceDiagnostics.NoVersion.Refuse(file, $"'{current}' is no version");
        IReadOnlyList<IVersionSource> places = VersionSources.For(addresses, upstream);
        if (places.Count == 0 && sources.Count > 0)
            places = [new ProbedVersions(upstream, current, version => With(recipe, version).Sources() is [var source, ..] ? source.Urls : [])];
        foreach (var place in places)
        {
            lookedAt.Add(place.Name);
            var versions = await place.VersionsAsync(cancellation);
            if (versions.Count > 0)
                return (rules.Newest(now, versions)?.ToString() is { } newest ? LikeCurrent(current, newest) : null, [place.Name]);
        }
        return places.Count > 0 ? (null, lookedAt) : throw MaintenanceDiagnostics.NoVersionSource.Refuse(file, "no source has an address that tells where versions are listed");
    }

    // R's '0.7-5' is '0.7_5' for conda; recipes keep the former in their variable.
    private static string CondaSpelling(string version) => version.Replace('-', '_');

    private static string LikeCurrent(string current, string version) =>
        current.Contains('-', StringComparison.Ordinal) || !current.Contains('_', StringComparison.Ordinal) ? version.Replace('_', '-') : version;

    private static RecipeText With(RecipeText recipe, string version)
    {
        var edits = new TextEdits();
        if (recipe.Version is { } place)
            edits.Add(place.Span, place.With(version, recipe.Text));
        return new RecipeText(edits.ApplyTo(recipe.Text), recipe.Tree.Source.File, recipe.Format, recipe.Variants);
    }

    private static RecipeText Bumped(RecipeText recipe, RecipeVariable version, string target, List<ProposedEdit> made)
    {
        var edits = new TextEdits();
        edits.Add(version.Span, version.With(target, recipe.Text));
        foreach (var number in recipe.BuildNumbers.Where(number => number.Value != "0"))
        {
            edits.Add(number.Span, number.With("0", recipe.Text));
            made.Add(new ProposedEdit("build number", number.Value, "0", "a new version starts from 0"));
        }
        return new RecipeText(edits.ApplyTo(recipe.Text), recipe.Tree.Source.File, recipe.Format, recipe.Variants);
    }

    // The addresses of sources that stay where they are while others follow the version. What such a source holds has nothing to do with the
    // version, and if it has changed all the same, nobody shall find its new digest in the recipe unasked.
    private static HashSet<string> Unmoved(RecipeText old, RecipeText next)
    {
        var before = old.Sources().SelectMany(source => source.Urls).ToHashSet(StringComparer.Ordinal);
        List<RecipeSource> sources = [.. next.Sources().Where(source => source.Hashes.Count > 0)];
        List<RecipeSource> still = [.. sources.Where(source => source.Urls.All(before.Contains))];
        return still.Count == sources.Count ? [] : still.SelectMany(source => source.Urls).ToHashSet(StringComparer.Ordinal);
    }

    // Where there is nothing at an address, it is tried in other spellings.
    private static async Task<RecipeText> ReachableAsync(RecipeText recipe, HashSet<string> still, Downloads downloads, List<ProposedEdit> made, CancellationToken cancellation)
    {
        for (var i = 0; i < recipe.Sources().Count; i++)
        {
            var source = recipe.Sources()[i];
            if (source.Hashes.Count == 0 || source.Urls.All(still.Contains) || await downloads.FirstAsync(source.Urls, cancellation) is not null)
                continue;
            recipe = await RewrittenAsync(recipe, i, downloads, made, cancellation)
                ?? throw MaintenanceDiagnostics.SourceNotFound.Refuse(recipe.Tree.Source.File, $"there is nothing at {string.Join(" or ", source.Urls)}");
        }
        return recipe;
    }

    private static async Task<RecipeText?> RewrittenAsync(RecipeText recipe, int index, Downloads downloads, List<ProposedEdit> made, CancellationToken cancellation)
    {
        foreach (var template in recipe.Sources()[index].Templates)
        {
            foreach (var other in UrlRewriting.Of(template.Value))
            {
                var edits = new TreeEdits(recipe.Tree);
                edits.SetText(template, recipe.Tree.Source.Slice(template.Span).ToString().Replace(template.Value, other, StringComparison.Ordinal));
                var changed = new RecipeText(edits.Apply(), recipe.Tree.Source.File, recipe.Format, recipe.Variants);
                if (changed.Sources().ElementAtOrDefault(index) is not { } source || await downloads.FirstAsync(source.Urls, cancellation) is not { } found)
                    continue;
                made.Add(new ProposedEdit("url", template.Value, other, $"there is nothing at the address before, and the archive at {found.Url}"));
                return changed;
            }
        }
        return null;
    }

    private static async Task<(RecipeText Recipe, SourceTree? Tree)> HashedAsync(RecipeText recipe, HashSet<string> still, Downloads downloads, List<ProposedEdit> made, CancellationToken cancellation)
    {
        var edits = new TextEdits();
        SourceTree? first = null;
        foreach (var source in recipe.Sources().Where(source => source.Hashes.Count > 0 && !source.Urls.All(still.Contains)))
        {
            if (await downloads.FirstAsync(source.Urls, cancellation) is not { } found)
                continue;
            foreach (var hash in source.Hashes)
            {
                found.Content.Position = 0;
                var digest = await DigestAsync(hash.Algorithm, found.Content, cancellation);
                if (string.Equals(hash.Literal.Value, digest, StringComparison.OrdinalIgnoreCase))
                    continue;
                edits.Add(hash.Literal.Span, hash.Literal.With(digest, recipe.Text));
                made.Add(new ProposedEdit(hash.Algorithm, hash.Literal.Value, digest, $"of {found.Url}"));
            }
            first ??= TreeOf(found.Content, found.Url, cancellation);
        }
        return (new RecipeText(edits.ApplyTo(recipe.Text), recipe.Tree.Source.File, recipe.Format, recipe.Variants), first);
    }

    private static async Task<string> DigestAsync(string algorithm, Stream content, CancellationToken cancellation) => Convert.ToHexStringLower(
        algorithm == "md5" ? await Legacy.Md5Async(content, cancellation) : await SHA256.HashDataAsync(content, cancellation));

    private static SourceTree? TreeOf(Stream content, string url, CancellationToken cancellation)
    {
        try
        {
            content.Position = 0;
            return SourceTree.OfArchive(content, url[(url.LastIndexOf('/') + 1)..], cancellation);
        }
        catch (BadInputException)
        {
            // Not an archive, or of a kind that is not read: it has a digest all the same.
            return null;
        }
    }

    private static async Task<string> MergedAsync(
        RecipeText old, HashSet<string> still, RecipeText recipe, SourceTree? newTree, (string Old, string New) versions, Downloads downloads, List<ProposedEdit> made,
        List<Diagnostic> remarks, CancellationToken cancellation)
    {
        if (newTree is null || UpstreamMetadata.Of(newTree) is not { } after)
            return recipe.Text;
        var oldSource = old.Sources().FirstOrDefault(source => source.Hashes.Count > 0 && !source.Urls.All(still.Contains));
        var content = oldSource is null ? null : await downloads.FirstAsync(oldSource.Urls, cancellation);
        var before = content is { } found && TreeOf(found.Content, found.Url, cancellation) is { } tree ? UpstreamMetadata.Of(tree) : null;
        if (before is null)
        {
            remarks.Add(MaintenanceDiagnostics.NoMetadata.In(old.Tree.Source.File, $"the metadata of {versions.Old} could not be read"));
            return recipe.Text;
        }
        var edits = new TreeEdits(recipe.Tree);
        made.AddRange(RequirementMerge.Apply(recipe, edits, before, after, versions.Old, versions.New));
        return edits.Apply();
    }
}
