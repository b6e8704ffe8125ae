namespace Hearth.Bench.Scenarios;

/// <summary>Where the recipes lie that scenarios read: the folder <c>HEARTH_BENCH_RECIPES</c>, or the shared ones.</summary>
internal static class SharedRecipes
{
    public static readonly string[] FileNames = ["recipe.yaml", "meta.yaml"];

    /// <summary>The folder, and null where there is none.</summary>
    public static string? Root
    {
        get
        {
            var root = Environment.GetEnvironmentVariable("HEARTH_BENCH_RECIPES") ?? MeasuredRun.PathInRepository("..", "shared", "data", "recipes");
            return Directory.Exists(root) ? root : null;
        }
    }
}
