using System.Text.Json.Serialization;
using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Publish;

/// <summary>What is announced to the server; its answers are <see cref="Answer"/>.</summary>
internal sealed record Announcement(string File, string Sha256, long Size, string? Subdir, IReadOnlyList<string> Labels, bool Overwrite);

/// <summary>Any of the server's answers: an upload that goes on, an artifact that is listed, or a refusal.</summary>
internal sealed record Answer(string? Upload, long Offset, string? Outcome, string? Subdir, string? Code, string? Message, IReadOnlyList<DiagnosticDocument>? Problems);

/// <summary>How the messages between command and server are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Announcement))]
[JsonSerializable(typeof(Answer))]
internal sealed partial class PublishMessages : JsonSerializerContext;
