namespace Hearth.Recipes.Jinja;

/// <summary>Items and slices of texts and lists, as Python has them.</summary>
internal static class JinjaSequences
{
    /// <summary>The elements that a loop or a filter goes through; null if the value has none.</summary>
    public static IReadOnlyList<JinjaValue>? Elements(JinjaValue value) => value.Kind switch
    {
        JinjaKind.List => value.AsList,
        JinjaKind.Text => [.. value.AsText.Select(c => JinjaValue.Of(c.ToString()))],
        JinjaKind.Map => [.. value.AsMap.Keys],
        JinjaKind.Undefined => [],
        _ => null,
    };

    /// <summary>The item at an index, which counts from the end if negative; null if there is none.</summary>
    public static JinjaValue? At(JinjaValue target, long index)
    {
        var count = Count(target);
        if (index < 0)
            index += count;
        if (index < 0 || index >= count)
            return null;
        return target.Kind == JinjaKind.Text ? JinjaValue.Of(target.AsText[(int)index].ToString()) : target.AsList[(int)index];
    }

    public static JinjaValue Slice(JinjaValue target, long? start, long? end, long? step)
    {
        if (target.Kind is not (JinjaKind.List or JinjaKind.Text))
            throw new JinjaException(JinjaDiagnostics.Failed, $"{target.Describe()} cannot be sliced");
        var stride = step ?? 1;
        if (stride == 0)
            throw new JinjaException(JinjaDiagnostics.Failed, "a slice cannot have the step 0");
        var count = Count(target);
        var (from, to) = stride > 0
            ? (Clamp(start ?? 0, count, 0, count), Clamp(end ?? count, count, 0, count))
            : (Clamp(start ?? count - 1, count, -1, count - 1), end is { } given ? Clamp(given, count, -1, count - 1) : -1);
        List<int> places = [];
        for (var i = from; stride > 0 ? i < to : i > to; i = Step(i, stride, count))
            places.Add((int)i);
        return target.Kind == JinjaKind.Text
            ? JinjaValue.Of(string.Concat(places.Select(place => target.AsText[place])))
            : JinjaValue.List([.. places.Select(place => target.AsList[place])]);
    }

    private static long Step(long at, long stride, int count) => stride > 0 ? at + Math.Min(stride, count + 1L) : at + Math.Max(stride, -count - 1L);

    private static long Clamp(long index, int count, long least, long most) =>
        Math.Clamp(index < 0 ? Math.Max(index, -count - 1L) + count : index, least, most);

    private static int Count(JinjaValue target) => target.Kind == JinjaKind.Text ? target.AsText.Length : target.AsList.Count;
}
