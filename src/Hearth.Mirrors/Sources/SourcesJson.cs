using System.Text.Json.Serialization;

namespace Hearth.Mirrors.Sources;

/// <summary>How what recipes name is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SourceReference))]
internal sealed partial class SourcesJson : JsonSerializerContext;
