using System.Text.Json;

namespace Hearth.Cli.Commands.Package;

/// <summary>The document of <c>hearth package inspect --json</c>; the files of <c>info/</c> are as the package has them.</summary>
internal sealed record PackageInspection(
    string Schema,
    string Package,
    long Size,
    JsonElement Index,
    JsonElement? About,
    JsonElement? RunExports,
    JsonElement? Link,
    IReadOnlyList<string> Traits,
    IReadOnlyList<InspectedPath> Paths,
    IReadOnlyList<string> InfoFiles,
    string? Recipe);
