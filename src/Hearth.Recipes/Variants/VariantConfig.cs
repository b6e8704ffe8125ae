using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Variants;

/// <summary>The values that keys may have, and which keys change together.</summary>
/// <param name="Values">Values by key, as <see cref="VariantKey"/> spells it; no list is empty.</param>
/// <param name="ZipKeys">Groups of keys whose values change together, by place.</param>
/// <param name="Pins">Pins of meta.yaml recipes, by package name.</param>
public sealed record VariantConfig(
    IReadOnlyDictionary<string, IReadOnlyList<JinjaValue>> Values,
    IReadOnlyList<IReadOnlyList<string>> ZipKeys,
    IReadOnlyDictionary<string, PinRunAsBuild> Pins)
{
    private const int MostVariants = 10_000;

    public static VariantConfig Empty { get; } =
        new(new Dictionary<string, IReadOnlyList<JinjaValue>>(), [], new Dictionary<string, PinRunAsBuild>());

    /// <summary>Later files replace the values of a key and, if they have any, all groups of zipped keys.</summary>
    public VariantConfig OverriddenBy(VariantConfig later)
    {
        var values = new Dictionary<string, IReadOnlyList<JinjaValue>>(Values, StringComparer.Ordinal);
        foreach (var (key, list) in later.Values)
            values[key] = list;
        var pins = new Dictionary<string, PinRunAsBuild>(Pins, StringComparer.Ordinal);
        foreach (var (name, pin) in later.Pins)
            pins[name] = pin;
        return new VariantConfig(values, later.ZipKeys.Count > 0 ? later.ZipKeys : ZipKeys, pins);
    }

    /// <summary>The first value of every key.</summary>
    public Variant First => new(Values.Select(entry => KeyValuePair.Create(entry.Key, entry.Value[0])));

    /// <summary>
    /// Every variant of the <paramref name="used"/> keys, without repetition: the value of the first key in order changes slowest; zipped keys
    /// change together, at the place of the first of them.
    /// </summary>
    /// <exception cref="BadInputException">Zipped keys differ in length, or there are too many variants.</exception>
    public IReadOnlyList<Variant> Combinations(IReadOnlySet<string> used)
    {
        List<Dictionary<string, JinjaValue>> rows = [new(StringComparer.Ordinal)];
        foreach (var axis in Axes(used))
        {
            if ((long)rows.Count * Values[axis[0]].Count > MostVariants)
                throw VariantDiagnostics.TooManyVariants.Refuse(null, $"the used keys have more than {MostVariants} variants");
            rows = [.. rows.SelectMany(row => Enumerable.Range(0, Values[axis[0]].Count).Select(at => Extended(row, axis, at)))];
        }
        return [.. rows.Select(row => new Variant(row)).Distinct()];
    }

    private Dictionary<string, JinjaValue> Extended(Dictionary<string, JinjaValue> row, IReadOnlyList<string> axis, int at)
    {
        var longer = new Dictionary<string, JinjaValue>(row, StringComparer.Ordinal);
        foreach (var key in axis)
            longer[key] = Values[key][at];
        return longer;
    }

    private List<IReadOnlyList<string>> Axes(IReadOnlySet<string> used)
    {
        List<IReadOnlyList<string>> axes = [];
        var zipped = new HashSet<string>(StringComparer.Ordinal);
        foreach (var group in ZipKeys)
        {
            List<string> keys = [.. group.Where(key => used.Contains(key) && Values.ContainsKey(key) && zipped.Add(key)).Order(StringComparer.Ordinal)];
            if (keys.Count == 0)
                continue;
            var lengths = keys.Select(key => Values[key].Count).Distinct().Count();
            if (lengths > 1)
            {
                throw VariantDiagnostics.UnevenZip.Refuse(
                    null, $"zipped keys differ in length: {string.Join(", ", keys.Select(key => $"{key} has {Values[key].Count}"))}");
            }
            axes.Add(keys);
        }
        axes.AddRange(used.Where(key => Values.ContainsKey(key) && !zipped.Contains(key)).Select(key => (IReadOnlyList<string>)[key]));
        return [.. axes.OrderBy(axis => axis[0], StringComparer.Ordinal)];
    }
}
