using System.Text.Json;
using System.Text.Json.Serialization;
using Hearth.Server.Api;

namespace Hearth.Server.Dialects.Anaconda;

/// <summary>How Anaconda's documents are written, and its refusals: its clients look for <c>error</c>.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(IReadOnlyList<AnacondaPackage>))]
[JsonSerializable(typeof(AnacondaStage))]
[JsonSerializable(typeof(AnacondaStaged))]
[JsonSerializable(typeof(AnacondaCommit))]
[JsonSerializable(typeof(AnacondaCopy))]
[JsonSerializable(typeof(AnacondaLabel))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, AnacondaLabelState>))]
[JsonSerializable(typeof(IReadOnlyList<AnacondaUser>))]
[JsonSerializable(typeof(IReadOnlyList<AnacondaToken>))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(JsonElement))]
internal sealed partial class AnacondaJson : JsonSerializerContext
{
    /// <summary>What <c>anaconda config --set url</c> is set to, below the server's address.</summary>
    public const string Root = "/api/anaconda";

    /// <summary>An endpoint below <see cref="Root"/>.</summary>
    public static ApiEndpoint Endpoint(string method, string pattern, Need need, string summary, Func<ApiCall, Task> handle) =>
        new(method, $"{Root}/{pattern}", need, summary, handle) { Dialect = "anaconda", Refuse = ApiRefusal.WithMessageIn("error") };
}
