using System.Text.Json.Serialization;

namespace Hearth.Channels.Jobs;

/// <summary>How what a job is about is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(JobArguments))]
internal sealed partial class JobJson : JsonSerializerContext;
