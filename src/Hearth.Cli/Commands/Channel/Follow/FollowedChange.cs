using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hearth.Cli.Commands.Channel.Follow;

/// <summary>A change, as <c>hearth channel follow --json</c> writes it: one a line.</summary>
internal sealed record FollowedChange(string Schema, string Channel, long Revision, string At, string Actor, string Kind, string Subject, JsonElement Body, string Hash)
{
    public const string SchemaName = "hearth.channel-follow.1";
}

/// <summary>A change, as a server sends it.</summary>
internal sealed record SentChange(long Revision, string At, string Actor, string Kind, string Subject, JsonElement Body, string Hash);

/// <summary>How the lines of a feed are written and read: without line breaks within.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(FollowedChange))]
[JsonSerializable(typeof(SentChange))]
internal sealed partial class FollowJson : JsonSerializerContext;
