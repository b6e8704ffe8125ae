namespace Hearth.Conda.Schemas;

/// <summary>The schemas of all file formats of channels and packages.</summary>
public static class FormatSchemas
{
    /// <summary>Sorted by name. <c>vocabulary</c> is not a format: it holds what the others share.</summary>
    public static IReadOnlyList<SchemaDocument> All { get; } = SchemaDocument.In(typeof(FormatSchemas).Assembly);
}
