using System.Text.Json;

namespace Hearth.Foundation.Json.Schema;

/// <summary>One rule of a schema; it adds a problem for each way in which a value breaks it.</summary>
internal abstract class Keyword
{
    public abstract void Check(JsonElement value, Place at, List<SchemaProblem> problems);
}
