namespace Hearth.Bench.Conda;

/// <summary>
/// A thousand entries of <c>depends</c> and a thousand versions, taken at even distances from records of conda-forge for linux-64,
/// so that common ones are as common as there.
/// </summary>
internal static class Sample
{
    public const int Size = 1000;

    public static string[] Depends => Read("depends.txt");

    public static string[] Versions => Read("versions.txt");

    private static string[] Read(string name)
    {
        using var stream = typeof(Sample).Assembly.GetManifestResourceStream($"Hearth.Bench.Conda.{name}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n', Size, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
