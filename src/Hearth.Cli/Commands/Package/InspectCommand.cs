using System.CommandLine;
using System.Text;
using System.Text.Json;
using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Packages.Archives;
using Hearth.Packages.Metadata;
using Hearth.Packages.Paths;

namespace Hearth.Cli.Commands.Package;

/// <summary><c>hearth package inspect PACKAGE</c>: what a package is and what installing it does.</summary>
internal sealed class InspectCommand : HearthCommand
{
    private readonly Argument<string> _package = PackageArgument.One();

    private readonly Option<bool> _files = new("--files") { Description = "List all files, not only how many." };

    private readonly Option<bool> _recipe = new("--recipe") { Description = "Print the rendered recipe as well." };

    public InspectCommand()
        : base(
            "inspect",
            "Show what a package is: metadata, dependencies, files, scripts, run exports, recipe.",
            new Example("hearth package inspect zlib-1.3.1-hb9d3cd8_2.conda", "a readable page"),
            new Example("hearth package inspect --json zlib-1.3.1-hb9d3cd8_2.conda", "everything as one JSON document"))
    {
        Arguments.Add(_package);
        Options.Add(_files);
        Options.Add(_recipe);
        Runs((parsed, output, cancellation) =>
        {
            var (source, format) = PackageArgument.Open(parsed.GetValue(_package)!, cancellation);
            using var owned = source;
            var inspection = Inspect(source, format);
            if (output.IsJson)
                output.Document(inspection, CliJson.Default.PackageInspection);
            else
                Print(inspection, parsed.GetValue(_files), parsed.GetValue(_recipe), output);
            return Task.FromResult(ExitCode.Done);
        });
    }

    private static PackageInspection Inspect(IByteRangeSource source, ArchiveFormat format)
    {
        var info = PackageInfoReader.Read(source, format);
        var paths = PathsJson.Read(info, source.Name);
        var index = Json(info.Index, "index.json", source.Name)!.Value;
        var name = index.ValueKind == JsonValueKind.Object && index.TryGetProperty("name", out var text) ? text.ToString() : "";
        var traits = info.Traits(name);
        return new PackageInspection(
            "hearth.package-inspect.1",
            source.Name,
            source.Length,
            index,
            Json(info.About, "about.json", source.Name),
            Json(info.RunExports, "run_exports.json", source.Name),
            Json(info.Link, "link.json", source.Name),
            [.. Enum.GetValues<PackageTraits>().Where(trait => trait != PackageTraits.None && traits.HasFlag(trait)).Select(WordsOf)],
            [.. paths.Select(path => new InspectedPath(path.Path, path.Size, path.Sha256, path.PrefixPlaceholder is null ? null : path.IsBinary ? "binary" : "text"))],
            info.Members,
            info.Recipe is { } recipe ? Encoding.UTF8.GetString(recipe.Span) : null);
    }

    private static void Print(PackageInspection inspection, bool withFiles, bool withRecipe, CommandOutput output)
    {
        output.Line(inspection.Package);
        foreach (var field in inspection.Index.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Array))
            output.Line($"  {field.Name,-18}{field.Value}");
        output.Line($"  {"archive size",-18}{inspection.Size} bytes");
        PrintField(inspection.About, "summary", output);
        PrintField(inspection.About, "home", output);
        PrintField(inspection.About, "dev_url", output);
        foreach (var list in inspection.Index.EnumerateObject().Where(field => field.Value.ValueKind == JsonValueKind.Array))
            PrintSection(list.Name, list.Value.EnumerateArray().Select(item => item.ToString()), output);
        if (inspection.RunExports is { ValueKind: JsonValueKind.Object } exports)
            PrintSection("run_exports", exports.EnumerateObject().Select(export => $"{export.Name}: {export.Value}"), output);
        PrintSection("installing it", inspection.Traits, output);
        output.Line();
        output.Line($"files: {inspection.Paths.Count}, {inspection.Paths.Sum(path => path.Size ?? 0)} bytes");
        if (withFiles)
            inspection.Paths.ToList().ForEach(path => output.Line($"  {path.Path}{(path.PrefixMode is { } mode ? $"  [{mode} prefix]" : "")}"));
        if (inspection.Recipe is { } recipe)
        {
            output.Line();
            output.Line(withRecipe ? recipe : "recipe: included (--recipe prints it)");
        }
    }

    private static void PrintField(JsonElement? document, string name, CommandOutput output)
    {
        if (document is { ValueKind: JsonValueKind.Object } element && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null)
            output.Line($"  {name,-18}{value}");
    }

    private static void PrintSection(string title, IEnumerable<string> lines, CommandOutput output)
    {
        var all = lines.ToList();
        if (all.Count == 0)
            return;
        output.Line();
        output.Line($"{title}:");
        all.ForEach(line => output.Line($"  {line}"));
    }

    private static string WordsOf(PackageTraits trait) => trait switch
    {
        PackageTraits.ActivateScripts => "runs scripts when an environment is activated",
        PackageTraits.DeactivateScripts => "runs scripts when an environment is deactivated",
        PackageTraits.PreLinkScript => "runs a pre-link script before it is installed",
        PackageTraits.PostLinkScript => "runs a post-link script after it is installed",
        PackageTraits.PreUnlinkScript => "runs a pre-unlink script before it is removed",
        PackageTraits.PostUnlinkScript => "may run a post-unlink script after it is removed",
        PackageTraits.TextPrefix => "replaces the build prefix in text files",
        PackageTraits.BinaryPrefix => "replaces the build prefix in binary files",
        PackageTraits.MenuItems => "makes menu entries",
        _ => "sets environment variables",
    };

    private static JsonElement? Json(ReadOnlyMemory<byte>? json, string name, string file)
    {
        if (json is not { } bytes)
            return null;
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return document.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new Foundation.Diagnostics.BadInputException(Hearth.Packages.PackagesDiagnostics.BadMetadata.In(file, $"info/{name} is not JSON: {e.Message}"), e);
        }
    }
}
