using System.CommandLine;

namespace Hearth.Cli.Commands.Mirror;

/// <summary>The option that names the file with the token of a source: a secret in an argument would be seen by everyone on the machine.</summary>
internal static class TokenFile
{
    public static Option<string?> Option() => new("--token-file") { Description = "A file with the token to show to the hosts of the sources, as 'Authorization: Bearer'; for a registry, USER:PASSWORD or a token.", HelpName = "FILE" };

    public static string? Read(ParseResult parsed, Option<string?> option) => parsed.GetValue(option) is { } file ? File.ReadAllText(file).Trim() : null;
}
