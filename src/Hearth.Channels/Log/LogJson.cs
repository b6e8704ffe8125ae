using System.Text.Json.Serialization;

namespace Hearth.Channels.Log;

/// <summary>How the objects of the log are written as JSON.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip)]
[JsonSerializable(typeof(ChannelSettings))]
internal sealed partial class LogJson : JsonSerializerContext;
