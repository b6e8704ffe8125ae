using System.CommandLine;

namespace Hearth.Cli;

/// <summary>The options that every command understands.</summary>
internal static class GlobalOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Write one JSON document (or JSON Lines) to stdout instead of text.",
        Recursive = true,
    };

    public static readonly Option<bool> Quiet = new("--quiet", "-q")
    {
        Description = "No progress and no notes; errors only.",
        Recursive = true,
    };

    public static readonly Option<bool> Verbose = new("--verbose", "-v")
    {
        Description = "Say more about what is done.",
        Recursive = true,
    };

    public static IEnumerable<Option> All => [Json, Quiet, Verbose];
}
