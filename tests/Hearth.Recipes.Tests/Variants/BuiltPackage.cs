using System.Text;
using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Tests.Variants;

/// <summary>What a real package tells of how it was built.</summary>
/// <param name="File">Its file name.</param>
/// <param name="Texts">The files of its <c>info/</c> that matter here, by path.</param>
internal sealed record BuiltPackage(string File, IReadOnlyDictionary<string, string> Texts)
{
    private static readonly string[] Wanted =
        ["info/index.json", "info/hash_input.json", "info/recipe/meta.yaml.template", "info/recipe/meta.yaml", "info/recipe/conda_build_config.yaml"];

    public JsonElement Index => JsonElement.Parse(Texts["info/index.json"]);

    public string Build => Index.GetProperty("build").GetString()!;

    public string Subdir => Index.TryGetProperty("subdir", out var subdir) ? subdir.GetString()! : "noarch";

    /// <summary>The variant that its builder hashed.</summary>
    public Variant HashInput => new(JsonElement.Parse(Texts["info/hash_input.json"]).EnumerateObject()
        .Select(entry => KeyValuePair.Create(entry.Name, JinjaValue.Of(entry.Value.ToString()))));

    /// <summary>The packages below a folder that say what their hash was made of; damaged ones are passed over.</summary>
    public static IEnumerable<BuiltPackage> Below(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsPackage).Order(StringComparer.Ordinal))
        {
            if (Read(file) is { } package && package.Texts.ContainsKey("info/hash_input.json") && package.Texts.ContainsKey("info/index.json"))
                yield return package;
        }
    }

    private static bool IsPackage(string file) => file.EndsWith(".conda", StringComparison.Ordinal) || file.EndsWith(".tar.bz2", StringComparison.Ordinal);

    private static bool IsScript(string path) => path.StartsWith("info/recipe/", StringComparison.Ordinal) && Path.GetExtension(path) is ".sh" or ".bat";

    private static BuiltPackage? Read(string file)
    {
        try
        {
            var texts = new Dictionary<string, string>(StringComparer.Ordinal);
            using var source = new FileByteRangeSource(file);
            using var reader = new ArchiveReader(source, ArchiveName.Parse(file).Format);
            while (reader.MoveNext())
            {
                if (Wanted.Contains(reader.Entry.Path) || IsScript(reader.Entry.Path))
                    texts[reader.Entry.Path] = new StreamReader(reader, Encoding.UTF8, leaveOpen: true).ReadToEnd();
            }
            return new BuiltPackage(Path.GetFileName(file), texts);
        }
        catch (BadInputException)
        {
            return null;
        }
    }
}
