using Hearth.Recipes.Jinja;
using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>The sections <c>requirements</c> and <c>test</c>.</summary>
internal sealed partial class SectionConversion
{
    private void Requirements(IReadOnlyList<V0Part> parts, V1Map requirements)
    {
        foreach (var part in parts)
        {
            // A list right below 'requirements' means 'run'.
            if (part.Node is SequenceNode)
            {
                requirements.Add("run", _values.List([part], Requirement).ToValue());
                continue;
            }
            foreach (var group in source.Entries(part.Node).Where(entry => !entry.IsNull).GroupBy(entry => entry.Key!, StringComparer.Ordinal))
            {
                List<V0Part> entries = [.. group];
                var key = group.Key switch { "run_constrained" => "run_constraints", "build" or "host" or "run" => group.Key, _ => null };
                if (key is null)
                    source.Dropped(entries[0], $"'requirements: {group.Key}' has no effect");
                else if (_values.List(entries, Requirement) is { Count: > 0 } list)
                    requirements.Add(key, list.ToValue(), entries[0].Comments);
            }
        }
    }

    /// <summary>A requirement, with a blank between name and version.</summary>
    private V1Value? Requirement(V0Part part)
    {
        if (_values.Scalar(part) is not { Inline: { } text } value)
            return null;
        var quote = text.Length > 1 && text[0] is '"' or '\'' ? text[..1] : "";
        var inner = quote.Length > 0 ? text[1..^1] : text;
        if (inner.EndsWith(" x.x", StringComparison.Ordinal))
            inner = inner[..^4];
        var end = inner.AsSpan().IndexOfAny("<>=!~");
        if (end > 0 && inner.AsSpan(0, end).IndexOfAny(" $[:") < 0)
            inner = $"{inner[..end]} {inner[end..]}";
        return value with { Inline = quote.Length > 0 ? quote + inner + quote : ScalarText.Of(inner) };
    }

    /// <summary>The name of a package, where conda-build would take a pin of it as well and heed the name alone.</summary>
    private V1Value? NameOfPackage(V0Part part)
    {
        if (_values.Scalar(part) is not { Inline: { } text } value)
            return null;
        return text.StartsWith("${{", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal)
            && JinjaExpression.TryParse(text[3..^2], out var expression, out _)
            && expression.Root is JinjaNode.Call { Target: JinjaNode.Name { Id: "pin_subpackage" or "pin_compatible" }, Arguments.Positional: [var name, ..] }
                ? value with { Inline = ScalarText.Of($"${{{{ {JinjaWriter.Write(name)} }}}}") }
                : value;
    }

    private V1List Tests(IReadOnlyList<V0Part> sections, bool isNoarchPython)
    {
        var tests = new V1List();
        List<V0Part> entries = [.. sections.SelectMany(part => source.Entries(part.Node)).Where(entry => !entry.IsNull)];
        var commands = Named(entries, "commands");
        var imports = _values.List(Named(entries, "imports"), Import);
        var checksPip = commands.SelectMany(source.Items).Any(item => IsPipCheck(item) && item.Condition is null);
        if (imports.Count > 0)
        {
            var python = new V1Map();
            python.Add("imports", imports.ToValue());
            if (!checksPip)
                python.Add("pip_check", V1Value.Scalar("false"));
            if (isNoarchPython && RequiresOldestPython(entries))
                python.Add("python_version", V1Value.Scalar("${{ python_min }}.*"));
            var test = new V1Map();
            test.Add("python", python.ToValue());
            tests.Add(test.ToValue(), null, Named(entries, "imports")[0].Comments);
        }
        AddCommands(tests, entries, commands, withoutPip: checksPip && imports.Count > 0);
        foreach (var item in Named(entries, "downstreams").SelectMany(source.Items))
        {
            if (_values.Scalar(item) is { } downstream)
                tests.Add(V1Value.Block([$"downstream: {downstream.Inline}"]), item.Condition, item.Comments);
        }
        foreach (var unknown in entries.Where(entry => entry.Key is not ("commands" or "imports" or "requires" or "files" or "source_files" or "downstreams")))
            source.Dropped(unknown, $"'test: {unknown.Key}' has no effect");
        return tests;
    }

    private void AddCommands(V1List tests, List<V0Part> entries, List<V0Part> commands, bool withoutPip)
    {
        var script = new V1List();
        foreach (var part in commands)
        {
            foreach (var item in source.Items(part))
            {
                if ((withoutPip && IsPipCheck(item)) || item.IsNull || _values.Script(item) is not { } command)
                    continue;
                var condition = part.Condition is null ? item.Condition : item.Condition is null ? part.Condition : $"({part.Condition}) and ({item.Condition})";
                script.Add(command, condition, item.Comments, item.Trailing);
            }
        }
        if (script.Count == 0)
            return;
        var test = new V1Map();
        test.Add("script", script.ToValue());
        var requires = _values.List(Named(entries, "requires"), Requirement);
        if (requires.Count > 0)
            test.Add("requirements.run", requires.ToValue());
        CarryList(test, "files.recipe", Named(entries, "files"));
        CarryList(test, "files.source", Named(entries, "source_files"));
        tests.Add(test.ToValue());
    }

    private bool IsPipCheck(V0Part item) => item.Node is ScalarNode node && source.Raw(node).Trim('"', '\'') is "pip check" or "python -m pip check" or "{{ PYTHON }} -m pip check";

    private bool RequiresOldestPython(List<V0Part> entries) => Named(entries, "requires").SelectMany(source.Items)
        .Any(item => item.Node is ScalarNode node && source.Raw(node).StartsWith("python {{ python_min", StringComparison.Ordinal));

    // 'import x' and 'x' both stand for the module.
    private V1Value? Import(V0Part part)
    {
        var value = _values.Scalar(part);
        return value?.Inline?.StartsWith("import ", StringComparison.Ordinal) == true ? value with { Inline = value.Inline[7..] } : value;
    }
}
