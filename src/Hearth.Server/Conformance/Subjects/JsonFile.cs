using System.Text.Json;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>A small JSON file.</summary>
internal sealed record JsonFile(string Request, JsonElement Root);
