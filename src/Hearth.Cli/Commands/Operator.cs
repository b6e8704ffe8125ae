namespace Hearth.Cli.Commands;

/// <summary>Who works on an installation from its own machine, as the log calls them.</summary>
internal static class Operator
{
    public static string Name { get; } = $"operator:{Environment.UserName}";
}
