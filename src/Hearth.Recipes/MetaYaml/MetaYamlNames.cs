using System.Globalization;
using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.MetaYaml;

/// <summary>The names that selectors and templates of meta.yaml know, apart from functions: platforms, versions of languages, the variant, the environment.</summary>
public static class MetaYamlNames
{
    private static readonly string[] _architectures = ["x86_64", "aarch64", "arm64", "armv6l", "armv7l", "ppc64le", "ppc64", "s390x", "riscv64", "wasm32"];

    /// <param name="targetPlatform">Such as <c>linux-64</c>.</param>
    /// <param name="buildPlatform">The platform that builds.</param>
    /// <param name="variant">The values of the variant.</param>
    /// <param name="environment">The variables that <c>environ</c> knows; the process's own are not read.</param>
    public static JinjaScope For(
        string targetPlatform, string buildPlatform, IEnumerable<KeyValuePair<string, string>> variant, IReadOnlyDictionary<string, string> environment)
    {
        var names = JinjaScope.Empty.With(Platforms(targetPlatform, buildPlatform)).With(PythonFunctions.All);
        var environ = JinjaValue.Map(environment.Select(entry => KeyValuePair.Create(entry.Key, JinjaValue.Of(entry.Value))));
        names = names.With("environ", environ).With("os", JinjaValue.Map([new("environ", environ), new("sep", JinjaValue.Of(targetPlatform.StartsWith("win", StringComparison.Ordinal) ? "\\" : "/"))]));
        foreach (var (key, value) in variant)
        {
            names = names.With(key, JinjaValue.Of(value));
            names = names.With(Languages(key, value));
        }
        return names;
    }

    private static IEnumerable<KeyValuePair<string, JinjaValue>> Platforms(string targetPlatform, string buildPlatform)
    {
        var dash = targetPlatform.IndexOf('-', StringComparison.Ordinal);
        var system = dash < 0 ? targetPlatform : targetPlatform[..dash];
        var architecture = (dash < 0 ? "" : targetPlatform[(dash + 1)..]) switch { "64" => "x86_64", "32" => "x86", var other => other };
        yield return new("target_platform", JinjaValue.Of(targetPlatform));
        yield return new("build_platform", JinjaValue.Of(buildPlatform));
        yield return new("cross_compiling", JinjaValue.Of(targetPlatform != buildPlatform));
        foreach (var name in new[] { "linux", "osx", "win", "emscripten" })
        {
            yield return new(name, JinjaValue.Of(name == system));
            yield return new($"{name}32", JinjaValue.Of(name == system && architecture == "x86"));
            yield return new($"{name}64", JinjaValue.Of(name == system && architecture == "x86_64"));
        }
        yield return new("unix", JinjaValue.Of(system is "linux" or "osx" or "emscripten"));
        yield return new("x86", JinjaValue.Of(architecture is "x86" or "x86_64"));
        foreach (var name in _architectures)
            yield return new(name, JinjaValue.Of(name == architecture));
        yield return new("arch", JinjaValue.Of(architecture));
        yield return new("nomkl", JinjaValue.False);
    }

    // py, np, pl and lua are whole numbers of the first parts of a version: python 3.12 is 312.
    private static IEnumerable<KeyValuePair<string, JinjaValue>> Languages(string key, string value)
    {
        var version = value.Split(' ')[0].Split('.');
        var digits = string.Concat(version.Take(2).TakeWhile(part => part.All(char.IsAsciiDigit)));
        switch (key)
        {
            case "python" when long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var py):
                yield return new("py", JinjaValue.Of(py));
                yield return new("py2k", JinjaValue.Of(version[0] == "2"));
                yield return new("py3k", JinjaValue.Of(version[0] == "3"));
                foreach (var known in new[] { 26, 27, 33, 34, 35, 36, 37, 38, 39, 310, 311, 312, 313, 314 })
                    yield return new($"py{known}", JinjaValue.Of(known == py));
                yield return new("PY_VER", JinjaValue.Of(string.Join('.', version.Take(2))));
                yield return new("CONDA_PY", JinjaValue.Of(digits));
                break;
            case "numpy" when long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var np):
                yield return new("np", JinjaValue.Of(np));
                yield return new("CONDA_NPY", JinjaValue.Of(digits));
                yield return new("NPY_VER", JinjaValue.Of(string.Join('.', version.Take(2))));
                break;
            case "perl":
                yield return new("pl", JinjaValue.Of(value));
                break;
            case "vc" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var vc):
                yield return new("vc", JinjaValue.Of(vc));
                break;
            default:
                break;
        }
    }
}
