using System.Text.Json.Serialization;
using Hearth.Cli.Commands;
using Hearth.Cli.Commands.Index;
using Hearth.Cli.Commands.Serve;
using Hearth.Cli.Commands.Schema;

namespace Hearth.Cli;

/// <summary>How the documents of <c>--json</c> are written. Each command's document type is listed here once.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ExplainedCode[]))]
[JsonSerializable(typeof(IndexDocument))]
[JsonSerializable(typeof(ServedFolder))]
[JsonSerializable(typeof(SchemaCheck))]
[JsonSerializable(typeof(SchemaList))]
internal sealed partial class CliJson : JsonSerializerContext;
