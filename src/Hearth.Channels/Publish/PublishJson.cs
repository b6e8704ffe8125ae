using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.Channels.Publish;

/// <summary>How what publishing keeps in columns is written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(UploadTerms))]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyList<SubmissionProblem>))]
internal sealed partial class PublishJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts, Default.IReadOnlyListString);

    public static IReadOnlyList<string> ReadTexts(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyListString)!;
}
