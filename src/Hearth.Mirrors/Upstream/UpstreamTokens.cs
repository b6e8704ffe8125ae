using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Upstream;

/// <summary>The tokens that a server shows to the hosts of sources.</summary>
public sealed class UpstreamTokens
{
    private readonly Dictionary<string, string> _byHost = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The token for a host, which has a port where that is not the usual one; null if there is none.</summary>
    public string? Of(string host) => _byHost.GetValueOrDefault(host);

    /// <summary>Reads <c>HOST TOKEN</c>, a line each; empty lines and those that begin with <c>#</c> say nothing.</summary>
    /// <param name="text">The text.</param>
    /// <param name="file">What it is called in messages; they never hold a token.</param>
    /// <exception cref="BadInputException">A line is neither; every one is named.</exception>
    public static UpstreamTokens Parse(string text, string file)
    {
        var tokens = new UpstreamTokens();
        var problems = new List<Diagnostic>();
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (line.Trim() is { Length: 0 } or ['#', ..])
                continue;
            if (line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is not [var host, var token])
                problems.Add(MirrorDiagnostics.BadTokens.In(file, "the line is not HOST TOKEN", at: new TextPosition(number, 1)));
            else if (!tokens._byHost.TryAdd(host, token))
                problems.Add(MirrorDiagnostics.BadTokens.In(file, $"there are two tokens for '{host}'", at: new TextPosition(number, 1)));
        }
        return problems.Count == 0 ? tokens : throw new BadInputException(problems);
    }
}
