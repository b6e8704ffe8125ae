using System.Text.RegularExpressions;
using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.MetaYaml;

/// <summary>The functions that conda-build adds to Jinja2. Files come from the recipe's folder; nothing is executed.</summary>
public static class MetaYamlFunctions
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(1);

    private static readonly string[] _buildVariables =
    [
        "PYTHON", "PREFIX", "BUILD_PREFIX", "SRC_DIR", "RECIPE_DIR", "SP_DIR", "STDLIB_DIR", "SCRIPTS", "LIBRARY_PREFIX", "LIBRARY_BIN", "LIBRARY_LIB", "LIBRARY_INC",
        "PIP", "R", "CPU_COUNT", "PKG_NAME", "PKG_VERSION", "PKG_BUILDNUM", "PKG_HASH",
    ];

    /// <summary>The names that stand for values known only while a package is built print as <c>$NAME</c>, on Windows too: <c>%</c> cannot begin a YAML value.</summary>
    public static IEnumerable<KeyValuePair<string, JinjaValue>> BuildVariables(string targetPlatform)
    {
        var windows = targetPlatform.StartsWith("win-", StringComparison.Ordinal);
        foreach (var name in _buildVariables)
            yield return new(name, JinjaValue.Of($"${name}"));
        yield return new("SHLIB_EXT", JinjaValue.Of(windows ? ".dll" : targetPlatform.StartsWith("osx-", StringComparison.Ordinal) ? ".dylib" : ".so"));
    }

    public static JinjaScope Add(JinjaScope scope, string targetPlatform, IReadOnlyDictionary<string, string> variant, RecipeFolder folder) => scope
        .With("compiler", call => Toolchain(call, "compiler", targetPlatform, variant))
        .With("stdlib", call => Toolchain(call, "stdlib", targetPlatform, variant))
        .With("ccache", call => JinjaValue.Of("ccache"))
        .With("cdt", call => Cdt(call, targetPlatform, variant))
        .With("pin_compatible", call => JinjaValue.Of(PinText.Of("pin_compatible", call)))
        .With("pin_subpackage", call => JinjaValue.Of(PinText.Of("pin_subpackage", call)))
        .With("load_setup_py_data", call => LoadedData.OfSetupScript(folder.Read(SetupFile(call))))
        .With("load_setuptools", call => LoadedData.OfSetupScript(folder.Read(SetupFile(call))))
        .With("load_npm", _ => LoadedData.Of(folder.Read("package.json"), "package.json"))
        .With("load_file_regex", call => LoadRegex(call, folder))
        .With("load_file_data", call => LoadedData.Of(folder.Read(call.Text(0, "filename")), call.Text(0, "filename")))
        .With("load_str_data", call => LoadedData.Of(call.Text(0, "data"), "data." + call.Text(1, "data_format")))
        .With("resolved_packages", _ => JinjaValue.List([]));

    private static JinjaValue Toolchain(JinjaCall call, string kind, string platform, IReadOnlyDictionary<string, string> variant)
    {
        var language = call.Text(0, "language");
        var name = variant.GetValueOrDefault($"{language}_{kind}") ?? (kind == "stdlib" ? $"{language}_stdlib" : Compiler(language, platform));
        var version = variant.GetValueOrDefault($"{language}_{kind}_version");
        return JinjaValue.Of(version is null ? $"{name}_{platform}" : $"{name}_{platform} {version}{(version.AsSpan().ContainsAny("<>=*!") ? "" : ".*")}");
    }

    private static string Compiler(string language, string platform) => (language, platform.Split('-')[0]) switch
    {
        ("c", "linux") => "gcc",
        ("cxx", "linux") => "gxx",
        ("c", "osx") => "clang",
        ("cxx", "osx") => "clangxx",
        ("c" or "cxx", "win") => "vs2017",
        ("fortran", _) => "gfortran",
        _ => language,
    };

    private static JinjaValue Cdt(JinjaCall call, string platform, IReadOnlyDictionary<string, string> variant)
    {
        var parts = call.Text(0, "package_name").Split(' ', 2);
        var name = variant.GetValueOrDefault("cdt_name") ?? "cos6";
        var architecture = variant.GetValueOrDefault("cdt_arch") ?? platform[(platform.IndexOf('-', StringComparison.Ordinal) + 1)..] switch { "64" => "x86_64", "32" => "i686", var other => other };
        return JinjaValue.Of($"{parts[0]}-{name}-{architecture}{(parts.Length > 1 ? " " + parts[1] : "")}");
    }

    // It is looked for in the recipe's folder alone: the source is there only when a package is built.
    private static string SetupFile(JinjaCall call) => call.Argument(0, "setup_file") is { Kind: JinjaKind.Text } file ? file.AsText : "setup.py";

    private static JinjaValue LoadRegex(JinjaCall call, RecipeFolder folder)
    {
        var text = folder.Read(call.Text(0, "load_file"));
        // Python writes named groups (?P<name>…).
        var pattern = call.Text(1, "regex_pattern").Replace("(?P<", "(?<", StringComparison.Ordinal);
        if (text is null)
            return JinjaValue.Undefined(call.Text(0, "load_file"));
        try
        {
            var match = Regex.Match(text, pattern, RegexOptions.CultureInvariant | RegexOptions.Multiline, _patience);
            if (!match.Success)
                return JinjaValue.Null;
            return JinjaValue.Map(
            [
                new("group", JinjaValue.Callable("group", inner => Group(match, inner))),
                new("groups", JinjaValue.Callable("groups", _ => JinjaValue.Texts(match.Groups.Values.Skip(1).Select(group => group.Value)))),
            ]);
        }
        catch (ArgumentException)
        {
            throw JinjaCall.Fail($"'{pattern}' is not a regular expression");
        }
        catch (RegexMatchTimeoutException)
        {
            throw JinjaCall.Fail($"the regular expression '{pattern}' takes longer than {_patience.TotalSeconds} s");
        }
    }

    private static JinjaValue Group(Match match, JinjaCall call)
    {
        var group = call.Argument(0, "group") is { Kind: JinjaKind.Text } name ? match.Groups[name.AsText] : match.Groups[(int)Math.Clamp(call.Integer(0, "group", 0), 0, 1000)];
        return group.Success ? JinjaValue.Of(group.Value) : JinjaValue.Null;
    }
}
