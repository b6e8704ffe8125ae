using System.Text.Json.Nodes;

namespace Hearth.Recipes.Rendering;

/// <summary>The rendered recipe of one output, as tools write it: sections in order, defaults and empty values left out.</summary>
internal static class OutputDocument
{
    public static JsonObject Of(OutputDraft draft, JsonObject context, string buildString)
    {
        var recipe = new JsonObject
        {
            ["schema_version"] = 1,
            ["context"] = context.DeepClone(),
            ["package"] = new JsonObject { ["name"] = draft.Name, ["version"] = draft.Version },
        };
        Add(recipe, "source", SourceOf(draft.Sections["source"]));
        recipe["build"] = BuildOf(draft, buildString);
        Add(recipe, "requirements", Pruned(draft.Sections["requirements"]));
        Add(recipe, "tests", TestsOf(draft.Sections["tests"]));
        Add(recipe, "about", draft.Sections["about"]);
        Add(recipe, "extra", draft.Sections["extra"]);
        return recipe;
    }

    private static void Add(JsonObject recipe, string key, JsonNode? section)
    {
        if (!IsEmpty(section))
            recipe[key] = section!.DeepClone();
    }

    // A tag or branch is a reference of the repository.
    private static JsonArray? SourceOf(JsonNode? sources) => (sources as JsonArray) is not { } array ? null : new JsonArray([.. array.Select(source =>
    {
        var copy = Pruned(source)!.AsObject();
        foreach (var (key, prefix) in new[] { ("tag", "refs/tags/"), ("branch", "refs/heads/") })
        {
            if (copy[key]?.GetValue<string>() is not { } name)
                continue;
            copy.Remove(key);
            copy["rev"] = prefix + name;
        }
        return copy;
    })]);

    private static JsonObject BuildOf(OutputDraft draft, string buildString)
    {
        var build = new JsonObject { ["number"] = draft.BuildNumber, ["string"] = buildString };
        foreach (var (key, value) in draft.Build)
        {
            if (key is not ("number" or "string" or "skip") && WithoutDefaults(key, value) is { } kept && !IsEmpty(kept))
                build[key] = kept;
        }
        return build;
    }

    private static JsonNode? WithoutDefaults(string key, JsonNode? value)
    {
        var kept = Pruned(value);
        if (key == "dynamic_linking" && kept is JsonObject linking && linking["binary_relocation"] is JsonValue relocation && relocation.TryGetValue<bool>(out var on) && on)
            linking.Remove("binary_relocation");
        if (key == "python" && kept is JsonObject python && python["version_independent"]?.GetValue<bool>() == false)
            python.Remove("version_independent");
        if (key == "dynamic_linking" && kept is JsonObject overlinking && overlinking["overlinking_behavior"]?.GetValue<string>() == "ignore")
            overlinking.Remove("overlinking_behavior");
        if (key == "files" && kept is JsonObject files)
        {
            files.TryAdd("include", new JsonArray());
            files.TryAdd("exclude", new JsonArray());
        }
        if (key == "script")
            NameInterpreter(kept);
        return kept;
    }

    // A script in a file is run by what its suffix says.
    private static void NameInterpreter(JsonNode? script)
    {
        if (script is not JsonObject map || map["file"]?.GetValue<string>() is not { } file || map["interpreter"] is not null)
            return;
        var interpreter = Path.GetExtension(file) switch
        {
            ".sh" => "bash",
            ".bat" or ".cmd" => "cmd",
            ".py" => "python",
            ".ps1" => "powershell",
            ".nu" => "nushell",
            ".pl" => "perl",
            ".r" or ".R" => "rscript",
            _ => null,
        };
        if (interpreter is not null)
            map["interpreter"] = interpreter;
    }

    private static JsonArray? TestsOf(JsonNode? tests) => (tests as JsonArray) is not { } array ? null : new JsonArray([.. array.Select(test =>
    {
        var copy = Pruned(test)!;
        NameInterpreter(copy["script"]);
        if (test!["script"] is JsonArray { Count: 0 })
            copy["script"] = new JsonObject();
        // True is the default (CEP 14 §Python test element).
        if (copy["python"] is JsonObject python && python["pip_check"] is JsonValue check && check.GetValue<bool>())
            python.Remove("pip_check");
        if (test["python"]?["python_version"] is JsonArray { Count: 0 })
            copy["python"]!["python_version"] = new JsonArray();
        if (copy["package_contents"] is JsonObject contents)
        {
            foreach (var (key, value) in contents.ToList())
            {
                if (value is JsonObject map && map["exists"] is { } exists && map.Count == 1)
                    contents[key] = exists.DeepClone();
                else if (value is JsonObject both && both["not_exists"] is not null)
                    both.TryAdd("exists", new JsonArray());
            }
        }
        return copy;
    })]);

    private static JsonNode? Pruned(JsonNode? node)
    {
        if (node is not JsonObject map)
            return node?.DeepClone();
        var kept = new JsonObject();
        foreach (var (key, value) in map)
        {
            if (Pruned(value) is { } inner && !IsEmpty(inner))
                kept[key] = inner;
        }
        return kept;
    }

    private static bool IsEmpty(JsonNode? node) => node is null or JsonArray { Count: 0 } or JsonObject { Count: 0 };
}
