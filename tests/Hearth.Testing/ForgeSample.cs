using System.Text.Json.Nodes;

namespace Hearth.Testing;

/// <summary>A small channel that looks like a large one: several versions, subdirs and builds, dependencies, run exports, scripts, recipes.</summary>
public static class ForgeSample
{
    /// <summary>Text that is dangerous where markup is made carelessly.</summary>
    public const string Hostile = "<script>alert('x')</script> \"quoted\" & <img src=x onerror=alert(1)> \u0007 ${7*7} \u202egnp";

    /// <summary>The packages, each with the subdir that it is for.</summary>
    public static IReadOnlyList<(string Subdir, TinyPackage Package)> Packages { get; } =
    [
        .. Build("zlib", "Massively spiffy yet delicately unobtrusive compression library", "Zlib", ["1.2.13", "1.3.1"], ["linux-64", "osx-arm64", "win-64"], ["libgcc >=14"], """{"weak": ["zlib >=1.3.1,<2.0a0"]}"""),
        .. Build("libgcc", "The GCC low-level runtime library", "GPL-3.0-only WITH GCC-exception-3.1", ["14.2.0", "15.1.0"], ["linux-64"], ["__glibc >=2.17"], null),
        .. Build("openssl", "OpenSSL is an open-source implementation of the SSL and TLS protocols", "Apache-2.0", ["3.3.2", "3.5.0"], ["linux-64", "osx-arm64", "win-64"], ["libgcc >=14", "ca-certificates"], """{"weak": ["openssl >=3.5.0,<4.0a0"], "strong": ["ca-certificates"]}"""),
        .. Build("ca-certificates", "Certificates for use with other packages", "ISC", ["2026.1.31"], ["noarch"], [], null),
        .. Build("python", "General purpose programming language", "Python-2.0", ["3.12.9", "3.13.1", "3.14.0"], ["linux-64", "osx-arm64", "win-64"], ["zlib >=1.3.1,<2.0a0", "openssl >=3.5.0,<4.0a0", "libgcc >=14"], """{"weak": ["python_abi 3.14.* *_cp314"], "noarch": ["python"]}"""),
        .. Build("numpy", "The fundamental package for scientific computing with Python", "BSD-3-Clause", ["2.2.4", "2.3.0"], ["linux-64", "osx-arm64", "win-64"], ["python >=3.13,<3.14.0a0", "libgcc >=14"], null),
        .. Build("scikit-learn", "A set of python modules for machine learning and data mining", "BSD-3-Clause", ["1.6.1"], ["linux-64", "osx-arm64"], ["python >=3.12", "numpy >=2.2,<3"], null),
        .. Build("requests", "Requests is an elegant and simple HTTP library", "Apache-2.0", ["2.32.3"], ["noarch"], ["python >=3.9", "ca-certificates"], null),
        .. Build("evil", Hostile, Hostile, ["1.0"], ["noarch"], ["python"], null),
    ];

    private static IEnumerable<(string Subdir, TinyPackage Package)> Build(
        string name, string summary, string license, string[] versions, string[] subdirs, string[] depends, string? runExports)
    {
        foreach (var version in versions)
        {
            foreach (var subdir in subdirs)
                yield return (subdir, Build(name, version, summary, license, subdir, subdir.StartsWith("linux", StringComparison.Ordinal) || subdir == "noarch" ? depends : [.. depends.Where(spec => !spec.StartsWith("libgcc", StringComparison.Ordinal))], runExports));
        }
    }

    private static TinyPackage Build(string name, string version, string summary, string license, string subdir, string[] depends, string? runExports)
    {
        var package = new TinyPackage(name, version, subdir == "noarch" ? "pyhd8ed1ab_0" : "h1b2c3d4_0")
        {
            Index =
            {
                ["subdir"] = subdir,
                ["license"] = license,
                ["timestamp"] = 1_760_000_000_000 + (version.Length * 86_400_000L),
                ["depends"] = new JsonArray([.. depends.Select(spec => (JsonNode)spec)]),
                ["constrains"] = name == "numpy" ? new JsonArray("scikit-learn >=1.5") : new JsonArray(),
            },
            Files =
            {
                ["info/about.json"] = new JsonObject
                {
                    ["summary"] = summary,
                    ["description"] = summary + ".\n\nIt is used in many places.",
                    ["license"] = license,
                    ["home"] = name == "evil" ? "javascript:alert(1)" : $"https://{name}.example/",
                    ["dev_url"] = $"https://code.example/{name}",
                    ["doc_url"] = $"https://docs.example/{name}",
                }.ToJsonString(),
                ["info/recipe/meta.yaml"] = $"package:\n  name: {name}\n  version: \"{version}\"\n# {(name == "evil" ? Hostile.Replace("\u0007", "", StringComparison.Ordinal) : "made by hand")}\n",
                [$"lib/{name}/one.txt"] = "one",
                [$"lib/{name}/two.txt"] = "two",
            },
        };
        if (runExports is not null)
            package.Files["info/run_exports.json"] = runExports;
        if (name == "python")
            package.Files[$"bin/.{name}-post-link.sh"] = "true";
        if (name == "openssl")
            package.Files["etc/conda/activate.d/openssl.sh"] = "true";
        return package;
    }
}
