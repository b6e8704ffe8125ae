using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation.Drafts;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>Turns what a project needs to run into lines of a recipe.</summary>
internal sealed class RunRequirements(PythonProject project, PythonRecipeOptions options, PythonVersion oldest, ICollection<Diagnostic> problems)
{
    private readonly MarkerCondition _markers = new(oldest);

    public MarkerExpression Simplify(MarkerExpression marker, string? extra) => _markers.Simplify(marker, extra);

    /// <summary>What is always needed, Python first; or what an extra needs beside that.</summary>
    public IReadOnlyList<DraftLine> Of(string? extra)
    {
        var lines = new List<DraftLine>();
        if (extra is null)
            lines.Add(Python());
        foreach (var same in Needed(extra).GroupBy(need => options.Names.Find(need.Requirement.Name)))
            lines.AddRange(Lines(same.Key, [.. same]));
        return lines;
    }

    private DraftLine Python()
    {
        if (!project.IsPure)
            return "python";
        var upper = project.RequiresPython.Clauses.Where(clause => clause.Operator is "<" or "<=" && clause.Version.Release is [3, > 0, ..] or [> 4, ..]).Select(clause => clause.ToConda());
        return string.Join(',', upper.Prepend("python >=${{ python_min }}"));
    }

    private IEnumerable<(PythonRequirement Requirement, MarkerExpression Marker)> Needed(string? extra)
    {
        foreach (var requirement in project.Requirements)
        {
            var marker = Simplify(requirement.Marker, extra);
            if (marker == MarkerExpression.False || extra is not null && Simplify(requirement.Marker, null) == marker)
                continue;
            // 'demo[all]' asking for 'demo[fast]' names itself.
            if (PythonName.Normalise(requirement.Name) == PythonName.Normalise(project.Name))
            {
                foreach (var inner in requirement.Extras.Select(one => PythonName.Normalise(one)).Where(one => one != extra && project.Extras.Contains(one)))
                    foreach (var more in OfOwnExtra(inner))
                        yield return more;
                continue;
            }
            Tell(requirement);
            if (requirement.Url is null)
                yield return (requirement, marker);
        }
    }

    private IEnumerable<(PythonRequirement Requirement, MarkerExpression Marker)> OfOwnExtra(string extra) =>
        project.Requirements.Where(requirement => PythonName.Normalise(requirement.Name) != PythonName.Normalise(project.Name) && requirement.Url is null)
            .Select(requirement => (Requirement: requirement, Marker: Simplify(requirement.Marker, extra)))
            .Where(need => need.Marker != MarkerExpression.False && Simplify(need.Requirement.Marker, null) != need.Marker);

    private void Tell(PythonRequirement requirement)
    {
        if (requirement.Url is not null)
            problems.Add(GenerationDiagnostics.NoCounterpart.In(project.Name, $"'{requirement.Name}' is asked for by URL and left out"));
        else if (requirement.Extras.Count > 0)
            problems.Add(GenerationDiagnostics.NoCounterpart.In(project.Name, $"'{requirement.Name}' is asked for with its extra '{string.Join(',', requirement.Extras)}': add what that needs"));
    }

    private IEnumerable<DraftLine> Lines(string name, IReadOnlyList<(PythonRequirement Requirement, MarkerExpression Marker)> needs)
    {
        if (needs.Any(need => need.Marker != MarkerExpression.True) && TryConditional(name, needs, out var lines))
            return lines;
        var conditions = needs.Where(need => need.Marker != MarkerExpression.True).Select(need => need.Marker).Distinct().ToList();
        if (conditions.Count > 0 && conditions.Count == needs.Count)
            problems.Add(GenerationDiagnostics.Unconditional.In(project.Name, $"'{name}' is needed if {string.Join(" or ", conditions)} only"));
        return [new DraftLine(Spec(name, Strongest(needs.Select(need => need.Requirement.Specifiers))))];
    }

    private bool TryConditional(string name, IReadOnlyList<(PythonRequirement Requirement, MarkerExpression Marker)> needs, out IReadOnlyList<DraftLine> lines)
    {
        lines = [];
        var made = new List<DraftLine>();
        foreach (var (requirement, marker) in needs)
        {
            var spec = Spec(name, requirement.Specifiers.ToConda());
            if (marker == MarkerExpression.True)
                made.Add(spec);
            else if (project.IsPure && options.Markers == MarkerStyle.Conditions && MarkerCondition.When(marker) is { } when)
                made.Add($"{spec}[when=\"{when}\"]");
            else if ((!project.IsPure || options.Markers == MarkerStyle.Selectors && !marker.Comparisons.Any(one => one.Variable.StartsWith("python", StringComparison.Ordinal)))
                && MarkerCondition.Recipe(marker) is { } condition)
                made.Add(new DraftLine(spec, condition));
            else
                return false;
        }
        lines = [.. made.Distinct()];
        return true;
    }

    private static string Spec(string name, string versions) => versions.Length == 0 ? name : $"{name} {versions}";

    // All clauses together; of several bounds from below the highest.
    private static string Strongest(IEnumerable<PythonSpecifierSet> sets)
    {
        var clauses = sets.SelectMany(set => set.Clauses).DistinctBy(clause => clause.ToString()).ToList();
        var lowest = clauses.Where(clause => clause.Operator is ">=").MaxBy(clause => clause.Version);
        return new PythonSpecifierSet([.. clauses.Where(clause => clause.Operator is not ">=" || clause == lowest)]).ToConda();
    }
}
