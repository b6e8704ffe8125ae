using System.Text.Json;
using System.Text.Json.Nodes;

namespace Hearth.Recipes.Rendering;

/// <summary>What a package asks of those that are built with it (CEP 12 §Specification).</summary>
public sealed record RunExports
{
    public static readonly RunExports None = new();

    /// <summary>Run requirements of what has the package in its host environment.</summary>
    public IReadOnlyList<string> Weak { get; init; } = [];

    /// <summary>Host and run requirements of what has it in its build environment, run requirements of what has it in host.</summary>
    public IReadOnlyList<string> Strong { get; init; } = [];

    public IReadOnlyList<string> WeakConstraints { get; init; } = [];

    public IReadOnlyList<string> StrongConstraints { get; init; } = [];

    /// <summary>Run requirements of noarch packages.</summary>
    public IReadOnlyList<string> NoArch { get; init; } = [];

    public bool IsEmpty => Lists.All(list => list.Values.Count == 0);

    private (string Key, IReadOnlyList<string> Values)[] Lists =>
        [("weak", Weak), ("strong", Strong), ("weak_constrains", WeakConstraints), ("strong_constrains", StrongConstraints), ("noarch", NoArch)];

    /// <summary>Reads the map of five lists; what else it holds is passed over.</summary>
    public static RunExports Read(JsonElement map)
    {
        return map.ValueKind != JsonValueKind.Object ? None : new RunExports
        {
            Weak = Texts("weak"),
            Strong = Texts("strong"),
            WeakConstraints = Texts("weak_constrains"),
            StrongConstraints = Texts("strong_constrains"),
            NoArch = Texts("noarch"),
        };

        IReadOnlyList<string> Texts(string key) => map.TryGetProperty(key, out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
    }

    /// <summary>The lists that have something, as CEP 12 and CEP 40 write them.</summary>
    public JsonObject ToJson() => new(Lists.Where(list => list.Values.Count > 0)
        .Select(list => KeyValuePair.Create<string, JsonNode?>(list.Key, new JsonArray([.. list.Values.Select(value => (JsonNode?)value)]))));

    /// <summary>The same without those whose package the test names.</summary>
    internal RunExports Without(Predicate<string> isIgnored)
    {
        return new RunExports
        {
            Weak = Kept(Weak),
            Strong = Kept(Strong),
            WeakConstraints = Kept(WeakConstraints),
            StrongConstraints = Kept(StrongConstraints),
            NoArch = Kept(NoArch),
        };

        IReadOnlyList<string> Kept(IReadOnlyList<string> specs) => [.. specs.Where(spec => !isIgnored(Requirements.NameOf(spec)))];
    }
}
