using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Cran;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Generation.Sources;

namespace Hearth.Recipes.Maintenance;

/// <summary>What a version of a project asks for, in the words of recipes.</summary>
/// <param name="File">The metadata file that says so, for reasons.</param>
/// <param name="Sections">Requirements by section: build, host, run, <see cref="Constraints"/>, and a section for each extra.</param>
/// <param name="PythonMin">The oldest Python, such as <c>3.10</c>; null if the project does not say or is none of Python.</param>
/// <param name="EntryPoints">Commands of a Python project, as <c>name = module:function</c>.</param>
/// <param name="Licence">The licence as an SPDX expression; null if it is not known.</param>
internal sealed record UpstreamMetadata(
    string File, IReadOnlyDictionary<string, IReadOnlyList<DraftLine>> Sections, string? PythonMin, IReadOnlyList<string> EntryPoints, string? Licence)
{
    /// <summary>What extras ask for: recipes without groups constrain it.</summary>
    public const string Constraints = "constraints";

    /// <summary>What the sections of extras begin with.</summary>
    public const string Extras = "extras.";

    /// <summary>Reads the metadata of an archive; null if it holds none that is understood.</summary>
    public static UpstreamMetadata? Of(SourceTree tree)
    {
        try
        {
            if (tree.TextOf("DESCRIPTION") is { } description)
                return OfDraft("DESCRIPTION", RRecipe.Draft(RDescription.Read(description, tree.Name), tree, new RRecipeOptions(), out _));
            if (tree.Find("PKG-INFO") is null && tree.Find("METADATA") is null && tree.TextOf("pyproject.toml") is null && tree.TextOf("setup.py") is null && tree.TextOf("setup.cfg") is null)
                return null;
            var project = PythonProject.Read(tree, out _);
            var bound = project.RequiresPython.LowerBound();
            return OfDraft(FileOf(tree), PythonRecipe.Draft(project, new PythonRecipeOptions(), out _)) with
            {
                PythonMin = bound is null ? null : string.Join('.', bound.Release.Take(2)),
            };
        }
        catch (BadInputException)
        {
            return null;
        }
    }

    public IReadOnlyList<DraftLine> Of(string section) => Sections.GetValueOrDefault(section) ?? [];

    public static UpstreamMetadata OfDraft(string file, RecipeDraft draft) => new(
        file,
        SectionsOf(draft.Requirements),
        null,
        draft.EntryPoints,
        draft.About.Licence is { } licence && !licence.StartsWith("LicenseRef-", StringComparison.Ordinal) ? licence : null);

    private static Dictionary<string, IReadOnlyList<DraftLine>> SectionsOf(DraftRequirements requirements)
    {
        var sections = new Dictionary<string, IReadOnlyList<DraftLine>>(StringComparer.Ordinal)
        {
            ["build"] = requirements.Build,
            ["host"] = requirements.Host,
            ["run"] = requirements.Run,
            [Constraints] = [.. requirements.Extras.SelectMany(group => group.Value).Select(line => new DraftLine(line.Text.Split('[')[0])).Distinct()],
        };
        foreach (var (name, lines) in requirements.Extras)
            sections[Extras + name] = lines;
        return sections;
    }

    private static string FileOf(SourceTree tree) =>
        tree.Find("METADATA") ?? tree.Find("PKG-INFO") ?? (tree.TextOf("pyproject.toml") is not null ? "pyproject.toml" : "setup.py");
}
