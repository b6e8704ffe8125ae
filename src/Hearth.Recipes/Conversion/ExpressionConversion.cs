using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Conversion;

/// <summary>Turns expressions of meta.yaml into expressions of recipe.yaml.</summary>
internal static class ExpressionConversion
{
    // Places that exist only while a package is built.
    private static readonly HashSet<string> _buildVariables = new(StringComparer.Ordinal)
    {
        "PREFIX", "BUILD_PREFIX", "SRC_DIR", "RECIPE_DIR", "SP_DIR", "STDLIB_DIR", "LIBRARY_PREFIX", "LIBRARY_BIN", "LIBRARY_LIB", "LIBRARY_INC", "SCRIPTS",
    };

    /// <summary>Converts an expression.</summary>
    /// <exception cref="JinjaException">It cannot be read, or uses what recipe.yaml does not have.</exception>
    public static JinjaNode Convert(string text) => Convert(JinjaExpression.Parse(text).Root);

    /// <param name="node">The expression.</param>
    /// <param name="inScript">Whether it stands in a script, whose expressions wait until the build knows its variables.</param>
    public static JinjaNode Convert(JinjaNode node, bool inScript = false)
    {
        var converted = JinjaRewriter.Rewrite(node, Replace);
        if (!inScript)
            converted = JinjaRewriter.Rewrite(converted, BuildVariable);
        foreach (var part in JinjaNames.Nodes(converted))
            Refuse(part);
        return converted;
    }

    /// <summary>The same choice with a plain 'else' where the second condition is the opposite of the first: 'a if win else b if not win' is 'a if win else b'.</summary>
    public static JinjaNode WithoutComplements(JinjaNode node) => JinjaRewriter.Rewrite(node, part =>
        part is JinjaNode.Conditional { Else: JinjaNode.Conditional { Else: null } other } choice && (IsNot(other.Condition, choice.Condition) || IsNot(choice.Condition, other.Condition))
            ? choice with { Else = other.Then }
            : part);

    private static bool IsNot(JinjaNode one, JinjaNode other) => one is JinjaNode.Not not && JinjaWriter.Write(not.Operand) == JinjaWriter.Write(other);

    private static void Refuse(JinjaNode part)
    {
        switch (part)
        {
            case JinjaNode.Filter filter when JinjaFilters.Find(filter.Id, JinjaDialect.V1) is null:
                throw new JinjaException(JinjaDiagnostics.Failed, $"recipe.yaml has no filter '{filter.Id}'", null, filter.At);
            case JinjaNode.Call { Target: JinjaNode.Name { Id: var name } } call when name.StartsWith("load_", StringComparison.Ordinal):
                throw new JinjaException(JinjaDiagnostics.Failed, $"recipe.yaml has no function '{name}'", "write the value out", call.At);
            case JinjaNode.Name { Id: "environ" or "os" } name:
                throw new JinjaException(JinjaDiagnostics.Failed, $"recipe.yaml has no '{name.Id}'", "env.get and env.exists ask for environment variables", name.At);
            default:
                break;
        }
    }

    private static JinjaNode Replace(JinjaNode node) => node switch
    {
        JinjaNode.Name name => Name(name),
        JinjaNode.Comparison comparison => Comparison(comparison),
        JinjaNode.Call call => Call(call),
        JinjaNode.Item { Target: var target, Key: JinjaNode.Constant { Value.Kind: JinjaKind.Text } key } item when IsEnvironment(target) =>
            Env(item.At, "get", key, _buildVariables.Contains(((JinjaNode.Constant)key).Value.AsText) ? Text(item.At, $"${((JinjaNode.Constant)key).Value.AsText}") : null),
        JinjaNode.Test { Id: "None" } test => test with { Id = "none" },
        JinjaNode.Filter { Id: "string" } filter => new JinjaNode.Binary(filter.At, JinjaOperator.Concatenate, Text(filter.At, ""), filter.Target),
        JinjaNode.Filter { Id: "safe" } filter => filter.Target,
        JinjaNode.Filter { Id: "count" } filter => filter with { Id = "length" },
        JinjaNode.Filter { Id: "d" } filter => filter with { Id = "default" },
        // Texts are built by % in Python, which recipe.yaml does not have.
        JinjaNode.Binary { Operator: JinjaOperator.Modulo, Left: JinjaNode.Constant { Value.Kind: JinjaKind.Text } format } binary => Percent(binary, format.Value.AsText),
        _ => node,
    };

    /// <summary>A variable of the build, outside of scripts: its value if the environment has it, and its name in the shell if not.</summary>
    private static JinjaNode BuildVariable(JinjaNode node) => node switch
    {
        JinjaNode.Name name when _buildVariables.Contains(name.Id) => Env(name.At, "get", Text(name.At, name.Id), Text(name.At, $"${name.Id}")),
        JinjaNode.Name { Id: "SHLIB_EXT" } name => new JinjaNode.Conditional(
            name.At,
            Text(name.At, ".dll"),
            new JinjaNode.Name(name.At, "win"),
            new JinjaNode.Conditional(name.At, Text(name.At, ".dylib"), new JinjaNode.Name(name.At, "osx"), Text(name.At, ".so"))),
        _ => node,
    };

    private static JinjaNode Name(JinjaNode.Name name) => name.Id switch
    {
        "linux64" => Both(name.At, "linux", "x86_64"),
        "osx64" => Both(name.At, "osx", "x86_64"),
        "win64" => Both(name.At, "win", "x86_64"),
        "linux32" => Both(name.At, "linux", "x86"),
        "win32" => Both(name.At, "win", "x86"),
        "x86" => new JinjaNode.Binary(name.At, JinjaOperator.Or, new JinjaNode.Name(name.At, "x86"), new JinjaNode.Name(name.At, "x86_64")),
        "py2k" => Match(name.At, "python", ">=2,<3"),
        "py3k" => Match(name.At, "python", ">=3,<4"),
        "cross_compiling" => new JinjaNode.Comparison(
            name.At,
            new JinjaNode.Name(name.At, "build_platform"),
            [new(JinjaOperator.NotEqual, new JinjaNode.Name(name.At, "target_platform"))]),
        "PKG_HASH" => name with { Id = "hash" },
        "PKG_BUILDNUM" => name with { Id = "build_number" },
        "PKG_VERSION" => name with { Id = "version" },
        "PKG_NAME" => name with { Id = "name" },
        "PY_VER" => new JinjaNode.Filter(
            name.At,
            new JinjaNode.Slice(name.At, new JinjaNode.Call(name.At, new JinjaNode.Attribute(name.At, new JinjaNode.Name(name.At, "python"), "split"), new([Text(name.At, ".")], [])), null, new JinjaNode.Constant(name.At, JinjaValue.Of(2)), null),
            "join",
            new([Text(name.At, ".")], [])),
        "CONDA_PY" => new JinjaNode.Filter(name.At, new JinjaNode.Name(name.At, "python"), "version_to_buildstring", JinjaArguments.None),
        _ when name.Id.StartsWith("py", StringComparison.Ordinal) && name.Id.Length is 4 or 5 && name.Id.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0 =>
            Match(name.At, "python", $"{Dotted(name.Id[2..])}.*"),
        _ => name,
    };

    private static JinjaNode.Binary Both(int at, string one, string other) =>
        new(at, JinjaOperator.And, new JinjaNode.Name(at, one), new JinjaNode.Name(at, other));

    private static JinjaNode.Call Match(int at, string key, string spec) =>
        new(at, new JinjaNode.Name(at, "match"), new([new JinjaNode.Name(at, key), Text(at, spec)], []));

    private static JinjaNode.Constant Text(int at, string text) => new(at, JinjaValue.Of(text));

    // 312 is 3.12, 27 is 2.7.
    private static string Dotted(string digits) => digits.Length < 2 ? digits : $"{digits[0]}.{digits[1..]}";

    /// <summary><c>py &lt; 312</c> asks for a number that recipe.yaml does not have; <c>match</c> asks the variant.</summary>
    private static JinjaNode Comparison(JinjaNode.Comparison node)
    {
        if (node.Rest is [{ Key: JinjaOperator.In or JinjaOperator.NotIn } only])
        {
            if (node.First is JinjaNode.Constant { Value.Kind: JinjaKind.Text } key && IsEnvironment(only.Value))
                return Negated(only.Key == JinjaOperator.NotIn, Env(node.At, "exists", key));
            // 'undefined' among the values stands for a variant key that is not there.
            if (only.Value is JinjaNode.Sequence values && values.Items.Any(item => item is JinjaNode.Name { Id: "undefined" }))
                return node with { Rest = [new(only.Key, values with { Items = [.. values.Items.Where(item => item is not JinjaNode.Name { Id: "undefined" })] })] };
            return node;
        }
        if (node is not { First: JinjaNode.Name { Id: "py" or "np" or "vc" } name, Rest: [{ Value: JinjaNode.Constant { Value.Kind: JinjaKind.Integer } number } compared] })
            return node;
        var (variant, value) = name.Id switch
        {
            "py" => ("python", number.Value.AsInteger),
            "np" => ("numpy", number.Value.AsInteger),
            _ => ("vc", number.Value.AsInteger),
        };
        string Version(long digits) => name.Id == "vc" ? digits.ToString(System.Globalization.CultureInfo.InvariantCulture) : Dotted(digits.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return compared.Key switch
        {
            JinjaOperator.Less => Match(node.At, variant, $"<{Version(value)}"),
            JinjaOperator.GreaterOrEqual => Match(node.At, variant, $">={Version(value)}"),
            JinjaOperator.LessOrEqual => Match(node.At, variant, $"<{Version(value + 1)}"),
            JinjaOperator.Greater => Match(node.At, variant, $">={Version(value + 1)}"),
            JinjaOperator.Equal => Match(node.At, variant, $"{Version(value)}.*"),
            _ => Negated(true, Match(node.At, variant, $"{Version(value)}.*")),
        };
    }

    private static JinjaNode Negated(bool negated, JinjaNode node) => negated ? new JinjaNode.Not(node.At, node) : node;

    private static bool IsEnvironment(JinjaNode node) =>
        node is JinjaNode.Name { Id: "environ" } or JinjaNode.Attribute { Id: "environ", Target: JinjaNode.Name { Id: "os" } };

    private static JinjaNode.Call Env(int at, string function, JinjaNode key, JinjaNode? fallback = null) => new(
        at, new JinjaNode.Attribute(at, new JinjaNode.Name(at, "env"), function), new([key], fallback is null ? [] : [new("default", fallback)]));

    private static JinjaNode Call(JinjaNode.Call call)
    {
        if (call.Target is JinjaNode.Attribute { Id: "get", Target: var target } && IsEnvironment(target) && call.Arguments.Positional is [var key, ..])
            return Env(call.At, "get", key, call.Arguments.Positional is [_, var given, ..] ? given : Text(call.At, ""));
        if (call.Target is JinjaNode.Name { Id: "pin_compatible" or "pin_subpackage" })
            return call with { Arguments = Pin(call.Arguments) };
        // int(x), float(x) and str(x) of Python.
        if (call.Target is JinjaNode.Name { Id: "int" } && call.Arguments.Positional is [var number])
            return new JinjaNode.Filter(call.At, number, "int", JinjaArguments.None);
        return call.Target is JinjaNode.Name { Id: "float" or "str" } && call.Arguments.Positional is [var value] ? value : call;
    }

    // min_pin and max_pin have new names (CEP 39 §Pin definition).
    private static JinjaArguments Pin(JinjaArguments arguments)
    {
        string[] places = ["package_name", "lower_bound", "upper_bound"];
        var named = arguments.Named.Select(argument => KeyValuePair.Create(
            argument.Key switch { "min_pin" => "lower_bound", "max_pin" => "upper_bound", var other => other },
            argument.Value));
        var moved = arguments.Positional.Skip(1).Take(2).Select((argument, i) => KeyValuePair.Create(places[i + 1], argument));
        var all = moved.Concat(named).ToList();
        if (all.Any(argument => argument is { Key: "exact", Value: JinjaNode.Constant { Value.IsTrue: true } }))
            all.RemoveAll(argument => argument.Key is "lower_bound" or "upper_bound");
        return new([.. arguments.Positional.Take(1)], all);
    }

    private static JinjaNode Percent(JinjaNode.Binary node, string format)
    {
        var values = node.Right is JinjaNode.Sequence list ? list.Items : [node.Right];
        var pieces = format.Split("%s");
        if (pieces.Length != values.Count + 1 || format.Replace("%s", "", StringComparison.Ordinal).Contains('%', StringComparison.Ordinal))
            throw new JinjaException(JinjaDiagnostics.Failed, "recipe.yaml has no '%' for texts", "join the parts with '~'", node.At);
        JinjaNode joined = Text(node.At, pieces[0]);
        for (var i = 0; i < values.Count; i++)
        {
            joined = new JinjaNode.Binary(node.At, JinjaOperator.Concatenate, joined, values[i]);
            if (pieces[i + 1].Length > 0)
                joined = new JinjaNode.Binary(node.At, JinjaOperator.Concatenate, joined, Text(node.At, pieces[i + 1]));
        }
        return joined;
    }
}
