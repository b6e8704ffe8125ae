using System.Text.Json.Serialization;

namespace Hearth.Mirrors.Oci;

/// <summary>The JSON that registries speak.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(OciManifest))]
[JsonSerializable(typeof(RegistryErrors))]
[JsonSerializable(typeof(RegistryToken))]
[JsonSerializable(typeof(RegistryTags))]
[JsonSerializable(typeof(AuthFile))]
internal sealed partial class OciJson : JsonSerializerContext;
