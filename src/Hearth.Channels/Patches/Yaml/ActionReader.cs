using Hearth.Channels.Patches.Yaml.Actions;
using YamlDotNet.RepresentationModel;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>Reads the entries of <c>then</c>.</summary>
internal static class ActionReader
{
    private static readonly Dictionary<string, EntryField> Fields = new()
    {
        ["depends"] = EntryField.Depends,
        ["constrains"] = EntryField.Constrains,
        ["track_features"] = EntryField.TrackFeatures,
    };

    /// <summary>One action; null, and a problem, if the key or its value is not understood.</summary>
    public static PatchAction? Read(string key, YamlNode value, YamlNode at, YamlValues values)
    {
        switch (key)
        {
            case "relax_exact_depends":
                return Bound(value, values, allowsUpperBound: false) is { } exact ? new RelaxExact(exact.Name, exact.MaxPin) : null;
            case "tighten_depends" or "loosen_depends":
                return UpperBound(value, at, values, tightens: key[0] == 't');
        }
        var verbLength = key.IndexOf('_', StringComparison.Ordinal);
        var action = verbLength > 0 && Fields.TryGetValue(key[(verbLength + 1)..], out var field) ? OnEntries(key[..verbLength], field, value, values) : (Known: false, null);
        if (!action.Known)
            values.Refuse(at, $"there is no action '{key}'");
        return action.Action;
    }

    private static (bool Known, PatchAction? Action) OnEntries(string verb, EntryField field, YamlNode value, YamlValues values)
    {
        switch (verb)
        {
            case "add":
                return (true, new AddEntries(field, values.Templates(value)));
            case "remove":
                return (true, new RemoveEntries(field, values.Patterns(value)));
            case "reset" when field != EntryField.TrackFeatures:
                return (true, new ResetEntries(field, values.Templates(value)));
            case "replace" when field != EntryField.TrackFeatures:
                return (true, OldAndNew(value, values, allowsOld: true) is { } replaced ? new ReplaceEntries(field, replaced.Old, replaced.New) : null);
            case "rename" when field != EntryField.TrackFeatures:
                return (true, OldAndNew(value, values, allowsOld: false) is { } renamed ? new RenameEntry(field, renamed.Old, renamed.New) : null);
            default:
                return (false, null);
        }
    }

    private static (Template Old, Template New)? OldAndNew(YamlNode node, YamlValues values, bool allowsOld)
    {
        Template? old = null, @new = null;
        foreach (var (key, value, at) in values.Entries(node))
        {
            if (key == "old")
                old = values.Template(value);
            else if (key == "new")
                @new = values.Template(value, allowsOld);
            else
                values.Refuse(at, $"'{key}' has no meaning here; 'old' and 'new' have");
        }
        if (old is not null && @new is not null)
            return (old, @new);
        values.Refuse(node, "both 'old' and 'new' are needed");
        return null;
    }

    private static MoveUpperBound? UpperBound(YamlNode node, YamlNode at, YamlValues values, bool tightens)
    {
        if (Bound(node, values, allowsUpperBound: true) is not { } bound)
            return null;
        if (!tightens || bound.MaxPin is not null || bound.Upper is not null)
            return new MoveUpperBound(bound.Name, bound.MaxPin, bound.Upper, tightens);
        values.Refuse(at, "'max_pin' or 'upper_bound' is needed");
        return null;
    }

    private static (Template Name, int? MaxPin, Template? Upper)? Bound(YamlNode node, YamlValues values, bool allowsUpperBound)
    {
        Template? name = null, upper = null;
        int? maxPin = null;
        var isUnderstood = true;
        foreach (var (key, value, at) in values.Entries(node))
        {
            if (key == "name")
                name = values.Template(value);
            else if (key == "max_pin")
                isUnderstood &= (maxPin = MaxPin(value, values)) is not null;
            else if (key == "upper_bound" && allowsUpperBound)
                isUnderstood &= IsNone(value) || (upper = values.Template(value)) is not null;
            else
                values.Refuse(at, $"'{key}' has no meaning here");
        }
        if (name is null)
            values.Refuse(node, "'name' is needed");
        return isUnderstood && name is not null ? (name, maxPin, upper) : null;
    }

    // 'None', Python's word for nothing, is what some files say for "no bound at all".
    private static bool IsNone(YamlNode node) => YamlValues.IsNull(node) || node is YamlScalarNode { Value: "None" };

    private static int? MaxPin(YamlNode node, YamlValues values)
    {
        if (values.Text(node) is not { } text)
            return null;
        var count = text.AsSpan().Count('x');
        if (count > 0 && text == string.Join('.', Enumerable.Repeat('x', count)))
            return count;
        values.Refuse(node, $"'{text}' is not of the form x, x.x, x.x.x …");
        return null;
    }
}
