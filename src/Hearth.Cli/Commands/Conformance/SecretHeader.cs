using Hearth.Server.Conformance;

namespace Hearth.Cli.Commands.Conformance;

/// <summary>A header on the command line: its name, and where its value is to be found.</summary>
internal static class SecretHeader
{
    private const string FromFile = "@";
    private const string FromEnvironment = "env:";

    public static bool IsWellFormed(string text) =>
        text.Split('=', 2) is [{ Length: > 0 }, var source]
        && ((source.StartsWith(FromFile, StringComparison.Ordinal) && source.Length > FromFile.Length)
            || (source.StartsWith(FromEnvironment, StringComparison.Ordinal) && source.Length > FromEnvironment.Length));

    /// <summary>The header with its value.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The environment variable is not set.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static KeyValuePair<string, string> Read(string text)
    {
        var parts = text.Split('=', 2);
        var (name, source) = (parts[0], parts[1]);
        if (source.StartsWith(FromFile, StringComparison.Ordinal))
            return new(name, File.ReadAllText(source[FromFile.Length..]).Trim());
        var variable = source[FromEnvironment.Length..];
        return new(name, Environment.GetEnvironmentVariable(variable)
            ?? throw ConformanceDiagnostics.MissingSecret.Refuse(null, $"the environment variable {variable} is not set"));
    }
}
