using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.Schema;

/// <summary>One document of a file, as JSON; a YAML file may hold several.</summary>
/// <param name="Json">The document, UTF-8; empty if the file is empty.</param>
/// <param name="Positions">By JSON Pointer, where the values stand in the file; nothing if the file is the JSON text itself.</param>
internal sealed record FileDocument(ReadOnlyMemory<byte> Json, IReadOnlyDictionary<string, TextPosition>? Positions = null);
