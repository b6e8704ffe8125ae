using System.Buffers;
using Hearth.Conda.Versions;
using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Rendering;

/// <summary>The functions of recipe.yaml (CEP 39 §Available Jinja functions).</summary>
internal static class RecipeFunctions
{
    private static readonly SearchValues<char> InVersionSpec = SearchValues.Create("<>=!~*|, ");

    private const string DefaultLowerBound = "x.x.x.x.x.x";
    private const string DefaultUpperBound = "x";

    public static IEnumerable<KeyValuePair<string, JinjaValue>> For(RenderOptions options, Func<string, string?> variant)
    {
        Dictionary<string, JinjaFunction> functions = new(StringComparer.Ordinal)
        {
            ["compiler"] = call => Toolchain(call, "compiler", options.TargetPlatform, variant),
            ["stdlib"] = call => Toolchain(call, "stdlib", options.TargetPlatform, variant),
            ["cdt"] = call => Cdt(call, options.TargetPlatform, variant),
            ["match"] = Match,
            ["pin_subpackage"] = call => Pin(call, Requirements.PinSubpackage),
            ["pin_compatible"] = call => Pin(call, Requirements.PinCompatible),
            ["is_linux"] = call => IsPlatform(call, "linux-"),
            ["is_osx"] = call => IsPlatform(call, "osx-"),
            ["is_win"] = call => IsPlatform(call, "win-"),
            ["is_unix"] = call => IsPlatform(call, "linux-", "osx-", "emscripten-"),
        };
        return functions.Select(entry => KeyValuePair.Create(entry.Key, JinjaValue.Callable(entry.Key, entry.Value)))
            .Append(KeyValuePair.Create("env", Environment(options.Environment)));
    }

    // '<lang>_compiler' of the variants, with the platform and, if there is one, the version.
    private static JinjaValue Toolchain(JinjaCall call, string kind, string platform, Func<string, string?> variant)
    {
        call.Accept("language");
        var language = call.Text(0, "language");
        var name = variant($"{language}_{kind}") ?? (kind == "compiler" ? DefaultCompiler(language, platform) : null)
            ?? throw JinjaCall.Fail($"the variants have no '{language}_{kind}'", "a file of variants names it, such as a channel's pinning");
        var version = variant($"{language}_{kind}_version");
        return JinjaValue.Of(version is null ? $"{name}_{platform}" : $"{name}_{platform} {AsSpec(version)}");
    }

    // CEP 39 §The compiler function, default values.
    private static string DefaultCompiler(string language, string platform) => (language, platform[..Math.Max(0, platform.IndexOf('-', StringComparison.Ordinal))]) switch
    {
        ("c", "linux") => "gcc",
        ("cxx", "linux") => "gxx",
        ("c", "osx") => "clang",
        ("cxx", "osx") => "clangxx",
        ("c" or "cxx", "win") => "vs2017",
        ("fortran", _) => "gfortran",
        _ => language,
    };

    // A bare version stands for all that begin with it.
    internal static string AsSpec(string version) =>
        version.AsSpan().ContainsAny(InVersionSpec) ? version : $"{version}.*";

    private static JinjaValue Cdt(JinjaCall call, string platform, Func<string, string?> variant)
    {
        call.Accept("package_name");
        var cdt = call.Text(0, "package_name");
        var parts = cdt.Split(' ', 2);
        var name = variant("cdt_name") ?? throw JinjaCall.Fail("the variants have no 'cdt_name'", "a file of variants names it, such as a channel's pinning");
        var architecture = variant("cdt_arch") ?? platform[(platform.IndexOf('-', StringComparison.Ordinal) + 1)..] switch { "64" => "x86_64", "32" => "i686", var other => other };
        return JinjaValue.Of($"{parts[0]}-{name}-{architecture}{(parts.Length > 1 ? $" {parts[1]}" : "")}");
    }

    // The value of a variant may be a spec such as '3.12.* *_cpython': its version is what is compared.
    private static JinjaValue Match(JinjaCall call)
    {
        call.Accept("variant", "spec");
        var value = call.Required(0, "variant").ToText(JinjaDialect.V1).Trim();
        var version = value.Split(' ')[0];
        if (version.EndsWith(".*", StringComparison.Ordinal))
            version = version[..^2];
        var spec = call.Required(1, "spec").ToText(JinjaDialect.V1);
        if (!VersionSpec.TryParse(spec.Trim(), null, out var wanted))
            throw JinjaCall.Fail($"'{spec}' is no version spec");
        return JinjaValue.Of(CondaVersion.TryParse(version.TrimStart('='), null, out var parsed) && wanted.Matches(parsed));
    }

    private static JinjaValue Pin(JinjaCall call, string kind)
    {
        call.Accept("package_name", "lower_bound", "upper_bound", "exact", "min_pin", "max_pin", "build");
        var exact = call.Flag(3, "exact", false);
        if (exact && (call.Argument(1, "lower_bound") ?? call.Argument(2, "upper_bound")) is not null)
            throw JinjaCall.Fail($"'{kind}' with exact=True takes no bounds");
        List<KeyValuePair<string, JinjaValue>> pin = [new("name", JinjaValue.Of(call.Text(0, "package_name")))];
        if (exact)
            pin.Add(new("exact", JinjaValue.True));
        else
        {
            Add("lower_bound", Bound(call, 1, "lower_bound", "min_pin", DefaultLowerBound));
            Add("upper_bound", Bound(call, 2, "upper_bound", "max_pin", DefaultUpperBound));
        }
        return JinjaValue.Map([new(kind, JinjaValue.Map(pin))]);

        void Add(string key, string? bound)
        {
            if (bound is not null)
                pin.Add(new(key, JinjaValue.Of(bound)));
        }
    }

    private static string? Bound(JinjaCall call, int place, string name, string oldName, string fallback) =>
        (call.Argument(place, name) ?? call.Argument(int.MaxValue, oldName)) switch
        {
            null => fallback,
            { Kind: JinjaKind.Null } => null,
            var given => given.ToText(JinjaDialect.V1),
        };

    private static JinjaValue IsPlatform(JinjaCall call, params ReadOnlySpan<string> prefixes)
    {
        call.Accept("platform");
        var platform = call.Text(0, "platform");
        foreach (var prefix in prefixes)
        {
            if (platform.StartsWith(prefix, StringComparison.Ordinal))
                return JinjaValue.True;
        }
        return JinjaValue.False;
    }

    private static JinjaValue Environment(IReadOnlyDictionary<string, string> environment) => JinjaValue.Map(
    [
        new("get", JinjaValue.Callable("env.get", call =>
        {
            call.Accept("name", "default");
            var name = call.Text(0, "name");
            return environment.TryGetValue(name, out var value) ? JinjaValue.Of(value)
                : call.Argument(1, "default") ?? throw JinjaCall.Fail($"the environment variable '{name}' is not set", "give a default: env.get(\"NAME\", default=\"…\")");
        })),
        new("exists", JinjaValue.Callable("env.exists", call => JinjaValue.Of(environment.ContainsKey(call.Text(0, "name"))))),
    ]);
}
