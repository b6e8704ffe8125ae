using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.Channels.Access;

/// <summary>How lists and small objects stand in columns of the database and in the log.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(IReadOnlyList<string>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(IReadOnlyList<Grant>))]
[JsonSerializable(typeof(TokenScope))]
internal sealed partial class AccessJson : JsonSerializerContext
{
    public static string Write(IReadOnlyList<string> texts) => JsonSerializer.Serialize(texts, Default.IReadOnlyListString);

    public static string Write(IReadOnlyDictionary<string, string> texts) => JsonSerializer.Serialize(texts, Default.IReadOnlyDictionaryStringString);

    public static string Write(IReadOnlyList<Grant> grants) => JsonSerializer.Serialize(grants, Default.IReadOnlyListGrant);

    public static string Write(TokenScope scope) => JsonSerializer.Serialize(scope, Default.TokenScope);

    public static IReadOnlyList<string> ReadList(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyListString)!;

    public static IReadOnlyDictionary<string, string> ReadMap(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyDictionaryStringString)!;

    public static IReadOnlyList<Grant> ReadGrants(string json) => JsonSerializer.Deserialize(json, Default.IReadOnlyListGrant)!;

    public static TokenScope ReadScope(string json) => JsonSerializer.Deserialize(json, Default.TokenScope)!;
}
