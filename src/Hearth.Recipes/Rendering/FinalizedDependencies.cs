using System.Text.Json.Nodes;

namespace Hearth.Recipes.Rendering;

/// <summary>
/// The requirements of an output with their origins, and with the run exports of what is built with applied (CEP 40 §Finalized dependencies), as far as they are
/// known without solving: <c>resolved</c> is left out, and run exports are those of the newest packages that match.
/// </summary>
public static class FinalizedDependencies
{
    private const string Build = "build";
    private const string Host = "host";

    /// <param name="output">The rendered output.</param>
    /// <param name="table">The run exports of the packages to build with.</param>
    public static JsonObject Of(RenderedOutput output, RunExportTable table)
    {
        var requirements = output.Recipe["requirements"] as JsonObject ?? [];
        var ignored = IgnoredExports.Of(requirements);
        var known = new KnownPackages(output, requirements, table);
        var build = Exports(requirements, Build, known, ignored);
        var host = Exports(requirements, Host, known, ignored);
        var inherited = output.Inherited.SelectMany(from => Inherited(from, known, ignored)).ToList();
        List<EnvironmentExports> all = [.. inherited, host, build];
        return new JsonObject
        {
            [Build] = Environment(Specs(requirements, Build, known), build),
            [Host] = Environment([.. Specs(requirements, Host, known), .. Lines(build, build.Packages, exports => exports.Strong)], host),
            ["run"] = new JsonObject
            {
                ["depends"] = Array([.. Specs(requirements, "run", known), .. all.SelectMany(from => Run(from, output.NoArch is not null))]),
                ["constraints"] = Array([.. Specs(requirements, "run_constraints", known), .. output.NoArch is not null ? [] : all.SelectMany(Constraints)]),
                ["run_exports"] = requirements["run_exports"]?.DeepClone() ?? new JsonObject(),
            },
        };
    }

    // What an output is made from has had its own environments; both may ignore (CEP 41 §Outputs inheritance).
    private static IEnumerable<EnvironmentExports> Inherited(JsonObject requirements, KnownPackages known, IgnoredExports ignored)
    {
        var both = ignored.And(IgnoredExports.Of(requirements));
        return [Exports(requirements, Host, known, both), Exports(requirements, Build, known, both)];
    }

    private static EnvironmentExports Exports(JsonObject requirements, string environment, KnownPackages known, IgnoredExports ignored)
    {
        var packages = new List<ExportingPackage>();
        foreach (var requirement in List(requirements, environment))
        {
            if (known.Exporting(requirement) is { } package && !ignored.Packages.Contains(package.Name) && packages.TrueForAll(other => other.Name != package.Name))
                packages.Add(package with { Exports = package.Exports.Without(ignored.Names.Contains) });
        }
        return new EnvironmentExports(environment, packages);
    }

    // Strong exports of 'build' reach 'run'; all of 'host' do. Noarch packages take only what is meant for them.
    private static IEnumerable<JsonObject> Run(EnvironmentExports from, bool isNoArch) => Lines(from, from.Packages, exports =>
        isNoArch ? exports.NoArch : from.Environment == Build ? exports.Strong : [.. exports.Strong, .. exports.Weak]);

    private static IEnumerable<JsonObject> Constraints(EnvironmentExports from) => Lines(from, from.Packages, exports =>
        from.Environment == Build ? exports.StrongConstraints : [.. exports.StrongConstraints, .. exports.WeakConstraints]);

    private static IEnumerable<JsonObject> Lines(EnvironmentExports from, IReadOnlyList<ExportingPackage> packages, Func<RunExports, IReadOnlyList<string>> chosen) =>
        packages.SelectMany(package => chosen(package.Exports).Select(spec => new JsonObject { ["run_export"] = package.Name, ["spec"] = spec, ["from"] = from.Environment }));

    private static JsonObject Environment(IEnumerable<JsonObject> specs, EnvironmentExports exports) => new()
    {
        ["specs"] = Array(specs),
        ["run_exports"] = new JsonObject(exports.Packages.Where(package => !package.Exports.IsEmpty)
            .Select(package => KeyValuePair.Create<string, JsonNode?>(package.Name, package.Exports.ToJson()))),
    };

    private static IEnumerable<JsonObject> Specs(JsonObject requirements, string section, KnownPackages known) =>
        List(requirements, section).Select(requirement => known.Spec(requirement, section is Build or Host));

    internal static IEnumerable<JsonNode> List(JsonObject requirements, string section) => (requirements[section] as JsonArray)?.OfType<JsonNode>() ?? [];

    private static JsonArray Array(IEnumerable<JsonObject> lines) => new([.. lines]);

    private sealed record EnvironmentExports(string Environment, IReadOnlyList<ExportingPackage> Packages);
}
