using System.Buffers;
using Hearth.Recipes.Generation.Drafts;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Maintenance;

/// <summary>
/// The three-way merge of requirements: what upstream changed between two versions is changed in the recipe, and nothing else. What the
/// recipe has on purpose otherwise than the old version stays, and is told.
/// </summary>
internal sealed class RequirementMerge
{
    private static readonly SearchValues<char> EndOfName = SearchValues.Create(" =<>!~");
    private static readonly string[] HostAndRun = ["host", "run"];

    private readonly RecipeText _recipe;
    private readonly TreeEdits _edits;
    private readonly UpstreamMetadata _before;
    private readonly string _reasonStart;
    private readonly string _reasonEnd;
    private readonly List<ProposedEdit> _proposed = [];

    private RequirementMerge(RecipeText recipe, TreeEdits edits, UpstreamMetadata before, UpstreamMetadata after, string oldVersion, string newVersion)
    {
        _recipe = recipe;
        _edits = edits;
        _before = before;
        _reasonStart = $"{before.File} of {oldVersion}";
        _reasonEnd = $"{after.File} of {newVersion}";
    }

    /// <summary>Collects the edits that the differences between two versions ask for.</summary>
    public static IReadOnlyList<ProposedEdit> Apply(
        RecipeText recipe, TreeEdits edits, UpstreamMetadata before, UpstreamMetadata after, string oldVersion, string newVersion)
    {
        var merge = new RequirementMerge(recipe, edits, before, after, oldVersion, newVersion);
        foreach (var change in RequirementChange.Between(before, after).Where(change => change.Name != "python"))
            merge.Apply(change);
        merge.ApplyPythonMin(before.PythonMin, after.PythonMin);
        merge.ApplyEntryPoints(before.EntryPoints, after.EntryPoints);
        merge.ReportLicence(before.Licence, after.Licence);
        return merge._proposed;
    }

    private void Apply(RequirementChange change)
    {
        var sections = SectionsFor(change);
        if (sections.Count == 0)
        {
            // Recipes are free to do without extras.
            if (!change.IsOptional || change.Section != UpstreamMetadata.Constraints && _recipe.Packages.Any(package => ExtrasOf(package) is not null))
                Leave(change, "no output of the recipe has such requirements");
            return;
        }
        foreach (var section in sections)
            Apply(change, section);
    }

    // The output whose requirements look most like the old version's; for what is there already, every one that has it.
    private List<SequenceNode> SectionsFor(RequirementChange change)
    {
        List<SequenceNode> all = [.. _recipe.Packages.Select(package => SectionOf(package, change.Section)).OfType<SequenceNode>()];
        List<SequenceNode> having = [.. all.Where(section => RequirementItem.In(section).Any(item => item.Name == change.Name))];
        if (change.Section == UpstreamMetadata.Constraints)
            return change is { Before: not null, After: not null } ? having : [];
        if (having.Count > 0 || change.After is null)
            return having;
        var known = _before.Of(change.Section).Select(line => RequirementSpelling.NameOf(line.Text)).ToHashSet(StringComparer.Ordinal);
        return [.. all.OrderByDescending(section => RequirementItem.In(section).Count(item => known.Contains(item.Name))).Take(1)];
    }

    private SyntaxNode? SectionOf(MappingNode package, string section) => section switch
    {
        UpstreamMetadata.Constraints => (package["requirements"] as MappingNode)?[_recipe.Format == RecipeFormat.V1 ? "run_constraints" : "run_constrained"],
        _ when section.StartsWith(UpstreamMetadata.Extras, StringComparison.Ordinal) => ExtrasOf(package)?[section[UpstreamMetadata.Extras.Length..]],
        _ => (package["requirements"] as MappingNode)?[section],
    };

    private static MappingNode? ExtrasOf(MappingNode package) => (package["requirements"] as MappingNode)?["extras"] as MappingNode;

    private void Apply(RequirementChange change, SequenceNode section)
    {
        var items = RequirementItem.In(section).Where(item => item.Name == change.Name).ToList();
        switch (items)
        {
            case [] when change.After is { } added:
                Insert(change, section, added);
                break;
            case [] or { Count: > 1 }:
                if (items.Count > 1)
                    Leave(change, "the recipe names it several times");
                break;
            default:
                Change(change, items[0]);
                break;
        }
    }

    private void Change(RequirementChange change, RequirementItem item)
    {
        var now = item.Scalar.Value;
        if (change.After is { } after && RequirementSpelling.AreEqual(now, after.Text))
            return;
        if (change.Before is null)
            Leave(change, $"the recipe has '{now}' already");
        else if (!RequirementSpelling.AreEqual(now, change.Before.Text))
            Leave(change, $"the recipe says '{now}', which the old version did not ask for");
        else if (change.After is null)
            Remove(change, item);
        else
            Replace(change, item, Named(now, RequirementSpelling.In(_recipe.Format, change.After.Text)));
    }

    // The recipe's own spelling of the name stays.
    private static string Named(string now, string after)
    {
        var start = after.AsSpan().IndexOfAny(EndOfName);
        var end = now.AsSpan().IndexOfAny(EndOfName);
        return after.Contains("{{", StringComparison.Ordinal) ? after : (end < 0 ? now : now[..end]) + (start < 0 ? "" : after[start..]);
    }

    private void Replace(RequirementChange change, RequirementItem item, string text)
    {
        _edits.SetValue(item.Scalar, text);
        Made(change, item.Scalar.Value, text);
    }

    private void Remove(RequirementChange change, RequirementItem item)
    {
        if (item.List is not { Items.Count: > 1 } list)
        {
            Leave(change, "it is the only one there");
            return;
        }
        _edits.Remove(list, list.Items.ToList().IndexOf(item.Scalar));
        Made(change, item.Scalar.Value, null);
    }

    private void Insert(RequirementChange change, SequenceNode section, DraftLine line)
    {
        var text = RequirementSpelling.In(_recipe.Format, line.Text);
        var index = PlaceFor(change.Name, section);
        if (line.When is null)
            _edits.Insert(section, index, ScalarText.Of(text));
        else if (_recipe.Format == RecipeFormat.V1)
            _edits.Insert(section, index, $"if: {line.When.Expression}\nthen: {ScalarText.Of(text)}");
        else
            _edits.Insert(section, index, $"{ScalarText.Of(text)}  # [{line.When.Selector}]");
        Made(change, null, text);
    }

    // In order where the list is; at the end where it is not.
    private static int PlaceFor(string name, SequenceNode section)
    {
        List<string> names = [.. section.Items.Select(item => item is ScalarNode scalar ? RequirementSpelling.NameOf(scalar.Value) : "~")];
        var start = names.FindIndex(other => other is not ("python" or "pip" or "r-base")) is var first and >= 0 ? first : names.Count;
        List<string> rest = [.. names.Skip(start)];
        if (!rest.SequenceEqual(rest.Order(StringComparer.Ordinal), StringComparer.Ordinal))
            return section.Items.Count;
        var at = rest.FindIndex(other => string.CompareOrdinal(other, name) > 0);
        return at < 0 ? section.Items.Count : start + at;
    }

    private void ApplyPythonMin(string? before, string? after)
    {
        if (after is null || after == before)
            return;
        var reason = $"Requires-Python: {before ?? "none"} in {_reasonStart}, {after} in {_reasonEnd}";
        if (_recipe.Variables.LastOrDefault(variable => variable.Name == "python_min") is not { } variable)
        {
            if (!ChangePythonBounds(before, after, reason))
                AddPythonMin(before, after, reason);
        }
        else if (variable.Value == before)
        {
            _edits.SetText(variable.Span, variable.With(after, _recipe.Text));
            _proposed.Add(new ProposedEdit("python_min", variable.Value, after, reason));
        }
        else if (variable.Value != after)
        {
            _proposed.Add(new ProposedEdit("python_min", before, after, $"{reason}; the recipe says {variable.Value}, which the old version did not", IsMade: false));
        }
    }

    // A recipe without the variable says the bound itself.
    private bool ChangePythonBounds(string? before, string after, string reason)
    {
        var bounds = _recipe.Packages.Select(package => package["requirements"]).OfType<MappingNode>()
            .SelectMany(requirements => HostAndRun.SelectMany(section => RequirementItem.In(requirements[section])))
            .Where(item => item.Name == "python" && before is not null && RequirementSpelling.AreEqual(item.Scalar.Value, $"python >={before}")).ToList();
        foreach (var item in bounds)
        {
            _edits.SetValue(item.Scalar, $"python >={after}");
            _proposed.Add(new ProposedEdit("python", item.Scalar.Value, $"python >={after}", reason));
        }
        return bounds.Count > 0;
    }

    private void AddPythonMin(string? before, string after, string reason)
    {
        var uses = _recipe.Text.Contains("python_min", StringComparison.Ordinal);
        if (uses && _recipe.Format == RecipeFormat.V1 && _recipe.Root?["context"] is MappingNode { Entries.Count: > 0 } context)
            _edits.Insert(context, context.Entries.Count, $"python_min: \"{after}\"");
        else if (uses && _recipe.Format == RecipeFormat.V0)
            _edits.SetText(new TextSpan(0, 0), $"{{% set python_min = \"{after}\" %}}{_recipe.Tree.Source.NewLine}");
        else
        {
            _proposed.Add(new ProposedEdit("python_min", before, after, $"{reason}; the recipe has no 'python_min'", IsMade: false));
            return;
        }
        _proposed.Add(new ProposedEdit("python_min", null, after, reason));
    }

    private void ApplyEntryPoints(IReadOnlyList<string> before, IReadOnlyList<string> after)
    {
        if (before.SequenceEqual(after, StringComparer.Ordinal) || EntryPointList() is not { } list)
            return;
        foreach (var (command, old, now) in Commands(before).Keys.Union(Commands(after).Keys).Order(StringComparer.Ordinal)
            .Select(command => (command, Commands(before).GetValueOrDefault(command), Commands(after).GetValueOrDefault(command))).Where(entry => entry.Item2 != entry.Item3))
        {
            var item = list.Items.OfType<ScalarNode>().FirstOrDefault(entry => Command(entry.Value) == command);
            var reason = $"console scripts of {_reasonEnd}";
            if (item is null && now is not null)
                _edits.Insert(list, list.Items.Count, ScalarText.Of(now));
            else if (item is not null && now is null && list.Items.Count > 1)
                _edits.Remove(list, list.Items.ToList().IndexOf(item));
            else if (item is not null && now is not null && Target(item.Value) == Target(old ?? ""))
                _edits.SetValue(item, now);
            else
                continue;
            _proposed.Add(new ProposedEdit($"entry point {command}", old, now, reason));
        }
    }

    private SequenceNode? EntryPointList() => _recipe.Packages.Select(package => package["build"]).OfType<MappingNode>()
        .Select(build => build["entry_points"] ?? (build["python"] as MappingNode)?["entry_points"]).OfType<SequenceNode>().FirstOrDefault();

    private static Dictionary<string, string> Commands(IReadOnlyList<string> entryPoints) =>
        entryPoints.GroupBy(Command, StringComparer.Ordinal).ToDictionary(group => group.Key, group => group.First(), StringComparer.Ordinal);

    private static string Command(string entryPoint) => entryPoint.Split('=')[0].Trim();

    private static string Target(string entryPoint) => entryPoint[(entryPoint.IndexOf('=') + 1)..].Trim();

    private void ReportLicence(string? before, string? after)
    {
        if (before is not null && after is not null && before != after)
            _proposed.Add(new ProposedEdit("licence", before, after, $"upstream changed its licence: {before} in {_reasonStart}, {after} in {_reasonEnd}", IsMade: false));
    }

    private void Made(RequirementChange change, string? before, string? after) =>
        _proposed.Add(new ProposedEdit($"{change.Section}: {change.Name}", before, after, Reason(change)));

    private void Leave(RequirementChange change, string why) =>
        _proposed.Add(new ProposedEdit($"{change.Section}: {change.Name}", change.Before?.Text, change.After?.Text, $"{Reason(change)}; {why}", IsMade: false));

    private string Reason(RequirementChange change) =>
        $"{(change.Before is { } before ? $"'{Shown(before)}'" : "nothing")} in {_reasonStart}, {(change.After is { } after ? $"'{Shown(after)}'" : "nothing")} in {_reasonEnd}";

    private static string Shown(DraftLine line) => line.When is { } when ? $"{line.Text} if {when.Expression}" : line.Text;
}
