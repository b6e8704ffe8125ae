using System.Text.Json;
using Hearth.Channels.Patches;

namespace Hearth.Cli.Commands.Patch;

/// <summary>What <c>hearth patch show --json</c> writes.</summary>
/// <param name="Schema">Name and version of the document.</param>
/// <param name="Subdir">The subdir.</param>
/// <param name="File">The artifact's file name.</param>
/// <param name="Before">The record as the artifact has it.</param>
/// <param name="After">The record as clients see it; absent if it is removed.</param>
/// <param name="Steps">Who changed it, in order.</param>
internal sealed record ShownRecord(string Schema, string Subdir, string File, JsonElement Before, JsonElement? After, IReadOnlyList<ShownStep> Steps)
{
    public static ShownRecord Of(string subdir, string file, PatchTrace trace) => new(
        "hearth.patch-show.1", subdir, file, Parsed(trace.Record.Json), trace.Shown is { } shown ? Parsed(shown.Json) : null, [.. trace.Steps.Select(ShownStep.Of)]);

    private static JsonElement Parsed(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
