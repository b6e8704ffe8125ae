using System.Text.Json.Nodes;
using Hearth.Conda.Patches;

namespace Hearth.Channels.Tests.Live;

/// <summary>A patch set that makes some files depend on its name, and hides others.</summary>
internal sealed record ModelPatch(string Name, IReadOnlyList<string> Changes, IReadOnlyList<string> Hides)
{
    public PatchInstructions ToInstructions() => PatchInstructions.Parse(
        System.Text.Encoding.UTF8.GetBytes(new JsonObject
        {
            ["patch_instructions_version"] = 1,
            ["packages"] = Patched(".tar.bz2"),
            ["packages.conda"] = Patched(".conda"),
            ["remove"] = new JsonArray([.. Hides.Select(file => (JsonNode)file)]),
        }.ToJsonString()),
        Name);

    private JsonObject Patched(string extension) => new(
        Changes.Where(file => file.EndsWith(extension, StringComparison.Ordinal)).Distinct().Select(file => KeyValuePair.Create(file, (JsonNode?)new JsonObject { ["depends"] = new JsonArray(Name) })));
}
