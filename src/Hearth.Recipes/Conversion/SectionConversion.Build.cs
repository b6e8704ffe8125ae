using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Conversion;

/// <summary>The section <c>build</c>.</summary>
internal sealed partial class SectionConversion
{
    // Keys with a counterpart that holds the same: a single value, or a list.
    private static readonly Dictionary<string, string> _singles = new(StringComparer.Ordinal)
    {
        ["string"] = "string",
        ["noarch"] = "noarch",
        ["merge_build_host"] = "merge_build_and_host_envs",
        ["osx_is_app"] = "python.use_python_app_entrypoint",
        ["preserve_egg_dir"] = "python.preserve_egg_dir",
        ["python_site_packages_path"] = "python.site_packages_path",
    };

    private static readonly Dictionary<string, string> _lists = new(StringComparer.Ordinal)
    {
        ["no_link"] = "always_copy_files",
        ["always_include_files"] = "always_include_files",
        ["force_use_keys"] = "variant.use_keys",
        ["force_ignore_keys"] = "variant.ignore_keys",
        ["entry_points"] = "python.entry_points",
        ["skip_compile_pyc"] = "python.skip_pyc_compilation",
        ["has_prefix_files"] = "prefix_detection.force_file_type.text",
        ["binary_has_prefix_files"] = "prefix_detection.force_file_type.binary",
        ["rpaths"] = "dynamic_linking.rpaths",
        ["missing_dso_whitelist"] = "dynamic_linking.missing_dso_allowlist",
        ["runpath_whitelist"] = "dynamic_linking.rpath_allowlist",
    };

    private V1Value? _number;

    private void Build(IReadOnlyList<V0Part> entries, V1Map build, V1Map requirements, bool isOutput)
    {
        foreach (var group in entries.Where(entry => !entry.IsNull).GroupBy(entry => entry.Key!, StringComparer.Ordinal))
        {
            List<V0Part> parts = [.. group];
            if (_singles.TryGetValue(group.Key, out var key))
                Carry(build, key, parts);
            else if (_lists.TryGetValue(group.Key, out key))
                CarryList(build, key, parts);
            else
                BuildKey(group.Key, parts, build, requirements, isOutput);
        }
        ScriptEnvironment(Named(entries, "script_env"), build);
    }

    private void BuildKey(string key, List<V0Part> parts, V1Map build, V1Map requirements, bool isOutput)
    {
        switch (key)
        {
            case "number":
                Carry(build, "number", parts);
                if (!isOutput)
                    _number = _values.Chosen(parts);
                break;
            case "skip":
                Skip(parts, build);
                break;
            case "script":
                Script(parts, build);
                break;
            case "script_env":
                break;
            case "noarch_python":
                build.Add("noarch", V1Value.Scalar("python"));
                break;
            case "run_exports":
                RunExports(parts, requirements);
                break;
            case "ignore_run_exports":
                CarryList(requirements, "ignore_run_exports.by_name", parts, convert: NameOfPackage);
                break;
            case "ignore_run_exports_from":
                CarryList(requirements, "ignore_run_exports.from_package", parts, convert: NameOfPackage);
                break;
            case "ignore_prefix_files" or "binary_relocation":
                var target = key == "binary_relocation" ? "dynamic_linking.binary_relocation" : "prefix_detection.ignore";
                if (parts.Any(part => part.Node is SequenceNode))
                    CarryList(build, target, parts);
                else
                    Carry(build, target, parts);
                break;
            case "detect_binary_files_with_prefix":
                build.Add("prefix_detection.ignore_binary_files", V1Value.Scalar(Not(parts)));
                break;
            case "error_overdepending" or "error_overlinking":
                build.Add($"dynamic_linking.{key[6..]}_behavior", V1Value.Scalar(Not(parts) == "false" ? "error" : "ignore"));
                break;
            case "track_features":
                build.Add("variant.down_prioritize_variant", V1Value.Scalar(parts[0].Condition is { } only ? $"${{{{ 1 if {only} else 0 }}}}" : "1"));
                source.Judged(parts[0].Line, "'track_features' becomes 'down_prioritize_variant'; the features themselves have no names any more");
                break;
            case "disable_pip" or "msvc_compiler" or "features" or "include_recipe" or "preferred_env" or "preferred_env_executable_paths"
                or "requires_features" or "provides_features" or "pin_depends" or "rpaths_patcher" or "activate_in_script" or "overlinking_ignore_patterns":
                source.Dropped(parts[0], $"'build: {key}' was removed from the format");
                break;
            default:
                source.Lost(parts[0].Line, $"'build: {key}' has no counterpart");
                break;
        }
    }

    private static string Not(List<V0Part> parts) => parts[^1].Node is ScalarNode { Value: var value } && value.Equals("true", StringComparison.OrdinalIgnoreCase) ? "false" : "true";

    private void Skip(List<V0Part> parts, V1Map build)
    {
        var list = new V1List();
        foreach (var part in parts)
        {
            if (part.Node is ScalarNode { Value: var value } && value.Equals("false", StringComparison.OrdinalIgnoreCase))
                continue;
            if (part.Node is ScalarNode node && source.Raw(node).Contains("{{", StringComparison.Ordinal))
            {
                if (SkipExpression(part, source.Raw(node)) is { } expression)
                    list.Add(V1Value.Scalar(ScalarText.Of(expression)), null, part.Comments, part.Trailing);
                continue;
            }
            list.Add(V1Value.Scalar(ScalarText.Of(part.Condition ?? "true") is var text && part.Condition is null ? "true" : text), null, part.Comments, part.Trailing);
        }
        if (list.Count > 0)
            build.Add("skip", list.ToValue(single: true));
    }

    private string? SkipExpression(V0Part part, string raw)
    {
        try
        {
            var inner = raw.Trim('"', '\'').Replace("{{", "", StringComparison.Ordinal).Replace("}}", "", StringComparison.Ordinal);
            var expression = Jinja.JinjaWriter.Write(ExpressionConversion.Convert(inner));
            return part.Condition is null ? expression : $"({part.Condition}) and ({expression})";
        }
        catch (Jinja.JinjaException wrong)
        {
            source.Lost(part.Line, $"'skip' cannot be carried: {wrong.Message}");
            return null;
        }
    }

    private void Script(List<V0Part> parts, V1Map build)
    {
        var list = _values.List(parts, _values.Script);
        if (list.Count > 0)
            build.Add("script", list.ToValue(single: true), parts[0].Comments);
    }

    /// <summary><c>script_env</c> becomes the environment of the script, which then is a map.</summary>
    private void ScriptEnvironment(List<V0Part> parts, V1Map build)
    {
        if (parts.Count == 0)
            return;
        var environment = new V1Map();
        foreach (var item in parts.SelectMany(source.Items))
        {
            if (item.Node is not ScalarNode node || _values.Scalar(item) is not { Inline: { } text })
                continue;
            var equals = text.IndexOf('=', StringComparison.Ordinal);
            var name = (equals < 0 ? text : text[..equals]).Trim().Trim('"', '\'');
            var value = equals < 0 ? $"${{{{ env.get(\"{name}\", default=\"\") }}}}" : text[(equals + 1)..].Trim().TrimEnd('"', '\'');
            if (item.Condition is not null)
                value = $"${{{{ {(equals < 0 ? $"env.get(\"{name}\", default=\"\")" : $"\"{value}\"")} if {item.Condition} else \"\" }}}}";
            environment.Add(name, V1Value.Scalar(ScalarText.Of(value)), item.Comments, item.Trailing);
        }
        var script = build.Value("script");
        var map = new V1Map();
        if (script is not null)
            map.Add(script.Inline is { } file && (file.EndsWith(".sh", StringComparison.Ordinal) || file.EndsWith(".bat", StringComparison.Ordinal)) ? "file" : "content", script);
        else
            map.Add("file", V1Value.Scalar("${{ \"bld.bat\" if win else \"build.sh\" }}"));
        map.Add("env", environment.ToValue());
        build.Add("script", map.ToValue());
    }

    private void RunExports(List<V0Part> parts, V1Map requirements)
    {
        foreach (var part in parts)
        {
            if (part.Node is MappingNode)
            {
                foreach (var group in source.Entries(part.Node).Where(entry => !entry.IsNull).GroupBy(entry => entry.Key!, StringComparer.Ordinal))
                {
                    var key = group.Key switch { "weak_constrains" => "weak_constraints", "strong_constrains" => "strong_constraints", var other => other };
                    requirements.Add($"run_exports.{key}", _values.List([.. group], Requirement).ToValue());
                }
                continue;
            }
            var list = _values.List(parts, Requirement);
            if (list.Count > 0)
                requirements.Add("run_exports", list.ToValue(), part.Comments);
            return;
        }
    }
}
