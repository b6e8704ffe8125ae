using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>
/// The section <c>outputs</c>. In meta.yaml the top of the file builds once and outputs take files from it; in recipe.yaml an output of its
/// own does that, a staging output (CEP 41), from which the others inherit.
/// </summary>
internal sealed partial class SectionConversion
{
    private V1List Outputs(List<V0Part> outputs, IReadOnlyList<V0Part> sections, V1Map build, V1Map requirements, V1List tests)
    {
        var list = new V1List();
        var topName = Inside(sections, "package").Where(part => part.Key == "name").Select(part => part.Node is ScalarNode node ? source.Raw(node) : "").FirstOrDefault() ?? "";
        var names = outputs.Select(output => source.Entries(output.Node).FirstOrDefault(entry => entry.Key == "name")?.Node is ScalarNode node ? source.Raw(node) : "").ToList();
        var hasTop = build.Has("script") || requirements.Has("build") || requirements.Has("host");
        var staging = hasTop ? Staging(build, requirements) : null;
        if (staging is not null)
            list.Add(staging.Value.Output);
        for (var i = 0; i < outputs.Count; i++)
        {
            // What belongs to the package of the same name stands at the top.
            var isTop = names[i] == topName;
            list.Add(Output(outputs[i], staging?.Name, isTop ? requirements : null, isTop ? tests : null), outputs[i].Condition, outputs[i].Comments);
        }
        if (!names.Contains(topName) && tests.Count > 0)
            source.Judged(First(sections, "test")?.Line ?? 1, "the tests at the top belong to no output and are left out");
        return list;
    }

    private static (string Name, V1Value Output)? Staging(V1Map build, V1Map requirements)
    {
        const string Name = "build-once";
        var output = new V1Map();
        output.Add("staging.name", V1Value.Scalar(Name));
        output.Add("build.script", build.Has("script") ? build.Value("script")! : V1Value.Scalar("${{ \"bld.bat\" if win else \"build.sh\" }}"));
        build.Remove("script");
        foreach (var key in new[] { "build", "host", "ignore_run_exports" })
        {
            if (requirements.Value(key) is { IsEmpty: false } value)
                output.Add($"requirements.{key}", value);
        }
        return (Name, output.ToValue());
    }

    private V1Value Output(V0Part output, string? staging, V1Map? topRequirements, V1List? topTests)
    {
        var entries = source.Entries(output.Node).Where(entry => !entry.IsNull).ToList();
        var map = new V1Map();
        var package = map.Inner("package");
        Carry(package, "name", Named(entries, "name"));
        Carry(package, "version", Named(entries, "version"), asText: true);
        if (staging is not null)
            map.Add("inherit", V1Value.Scalar(staging));
        var sources = Named(entries, "source");
        if (sources.Count > 0)
            map.Add("source", Source(sources));
        var build = map.Inner("build");
        var requirements = map.Inner("requirements");
        OutputBuild(entries, build, requirements);
        Requirements(Named(entries, "requirements"), requirements);
        foreach (var key in new[] { "run", "run_constraints", "run_exports" })
        {
            if (topRequirements?.Value(key) is { IsEmpty: false } value && !requirements.Has(key))
                requirements.Add(key, value);
        }
        var tests = Tests(Named(entries, "test", "tests"), IsNoarchPython(entries));
        if (tests.Count == 0 && topTests is not null)
            tests = topTests;
        if (tests.Count > 0)
            map.Add("tests", tests.ToValue());
        if (About(Inside(entries, "about")) is { IsEmpty: false } about)
            map.Add("about", about);
        build.Ordered("number", "string", "noarch", "skip", "script", "files");
        requirements.Ordered("build", "host", "run", "run_constraints", "run_exports", "ignore_run_exports");
        foreach (var unknown in entries.Where(entry => entry.Key is "type" && entry.Node is not ScalarNode { Value: "conda" or "conda_v2" }))
            source.Lost(unknown.Line, $"an output of the type '{unknown.Node}' has no counterpart");
        return map.ToValue();
    }

    private void OutputBuild(List<V0Part> entries, V1Map build, V1Map requirements)
    {
        Build(Inside(entries, "build"), build, requirements, isOutput: true);
        Carry(build, "number", Named(entries, "number"));
        Carry(build, "noarch", Named(entries, "noarch"));
        Carry(build, "string", Named(entries, "string"));
        CarryList(build, "python.entry_points", Named(entries, "entry_points"));
        var runExports = Named(entries, "run_exports");
        if (runExports.Count > 0)
            RunExports(runExports, requirements);
        var script = Named(entries, "script");
        if (script.Count > 0)
            Script(script, build);
        if (Named(entries, "script_interpreter") is [var interpreter, ..] && _values.Scalar(interpreter) is { } shell && build.Value("script") is { } content)
        {
            var map = new V1Map();
            map.Add("interpreter", shell);
            map.Add(content.Inline is null ? "content" : "file", content);
            build.Add("script", map.ToValue());
        }
        Files(Named(entries, "files"), build);
    }

    private void Files(List<V0Part> parts, V1Map build)
    {
        foreach (var part in parts)
        {
            if (part.Node is MappingNode)
            {
                foreach (var group in source.Entries(part.Node).GroupBy(entry => entry.Key!, StringComparer.Ordinal))
                    CarryList(build, $"files.{group.Key}", [.. group]);
                return;
            }
        }
        CarryList(build, "files", parts);
    }
}
