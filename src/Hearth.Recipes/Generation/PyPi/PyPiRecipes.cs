using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Writes recipes of what a Python package index publishes.</summary>
/// <param name="upstream">How addresses are read.</param>
/// <param name="root">The index; ends in <c>/</c>.</param>
public sealed class PyPiRecipes(IUpstream upstream, Uri root)
{
    private const int MostLookups = 32;

    private readonly PyPiIndex _index = new(upstream, root);

    /// <summary>Drafts the recipe of a project, of its newest version if none is named.</summary>
    /// <exception cref="BadInputException">The index does not have it, or it cannot be read.</exception>
    public async Task<(RecipeDraft Draft, IReadOnlyList<Diagnostic> Problems)> DraftAsync(string name, string? version, PythonRecipeOptions options, CancellationToken cancellation)
    {
        var release = await _index.FindAsync(name, version, cancellation)
            ?? throw GenerationDiagnostics.NotUpstream.Refuse(name, version is null ? "the index lists no release" : $"the index lists no release {version}");
        var file = release.Files.FirstOrDefault(one => one.IsSource) ?? throw GenerationDiagnostics.NotUpstream.Refuse(name, $"release {release.Version} has no source archive");
        var source = await FetchedArchive.OfAsync(upstream, file, cancellation) ?? throw GenerationDiagnostics.NotUpstream.Refuse(name, $"{file.Address} is not there");
        var project = PythonProject.Read(source.Tree, out var problems);
        if (release.Files.FirstOrDefault(one => one.IsWheel) is { } wheel && await FetchedArchive.OfAsync(upstream, wheel, cancellation) is { } built)
            project = WithBuilt(project, PythonProject.Read(built.Tree, out _), ref problems);
        project = project with { Requirements = await WithExtrasOfOthersAsync(project, cancellation) };
        var draft = PythonRecipe.Draft(project, options, out var unsaid);
        var about = draft.About.HomePage is null ? draft.About with { HomePage = $"{PyPiIndex.Public}project/{draft.Name}/" } : draft.About;
        return (draft with { About = about, Urls = [AddressOf(file, project)], Sha256 = source.Sha256.ToString() }, [.. problems, .. unsaid]);
    }

    // 'uvicorn[standard]' asks for what that extra of uvicorn does, which its newest release says.
    private async Task<IReadOnlyList<PythonRequirement>> WithExtrasOfOthersAsync(PythonProject project, CancellationToken cancellation)
    {
        var requirements = new List<PythonRequirement>();
        var lookups = 0;
        foreach (var requirement in project.Requirements)
        {
            var isOther = requirement.Extras.Count > 0 && requirement.Url is null && PythonName.Normalise(requirement.Name) != PythonName.Normalise(project.Name);
            var asked = isOther && lookups++ < MostLookups ? await _index.RequirementsAsync(requirement.Name, cancellation) : null;
            requirements.Add(asked is null ? requirement : requirement with { Extras = [] });
            requirements.AddRange((asked ?? []).SelectMany(text => OfExtras(text, requirement)));
        }
        return requirements;
    }

    private static IEnumerable<PythonRequirement> OfExtras(string text, PythonRequirement asking)
    {
        if (!PythonRequirement.TryParse(text, null, out var wanted) || !wanted.Marker.Comparisons.Any(comparison => comparison.Variable == "extra"))
            return [];
        var extras = asking.Extras.Select(extra => PythonName.Normalise(extra)).ToHashSet();
        var marker = wanted.Marker.Simplify(comparison => comparison is { Variable: "extra" } ? extras.Contains(PythonName.Normalise(comparison.Value)) == (comparison.Operator == "==") : null);
        return marker == MarkerExpression.False ? [] : [wanted with { Marker = MarkerExpression.Join([asking.Marker, marker], all: true) }];
    }

    // A wheel holds what a build made of all that is computed.
    private static PythonProject WithBuilt(PythonProject source, PythonProject built, ref IReadOnlyList<Diagnostic> problems)
    {
        problems = [.. problems.Where(problem => problem.Kind != GenerationDiagnostics.Computed)];
        return source with
        {
            Requirements = built.Requirements,
            Extras = built.Extras,
            EntryPoints = built.EntryPoints.Count > 0 ? built.EntryPoints : source.EntryPoints,
            RequiresPython = built.RequiresPython,
            Modules = source.Modules.Count > 0 ? source.Modules : built.Modules,
            Licences = [.. source.Licences.Concat(built.Licences).Distinct()],
        };
    }

    // On the public index, the customary address, which does not change with the storage behind it.
    private string AddressOf(ReleaseFile file, PythonProject project)
    {
        var fileName = file.FileName.Replace(project.Version.ToString(), "${{ version }}", StringComparison.Ordinal);
        return root == PyPiIndex.Public
            ? $"{root}packages/source/${{{{ name[0] }}}}/${{{{ name }}}}/{fileName}"
            : file.Address.ToString().Replace(file.FileName, fileName, StringComparison.Ordinal);
    }
}
