using System.CommandLine.Parsing;
using System.Globalization;

namespace Hearth.Cli.Commands.Access;

/// <summary>Spans of time as people write them: <c>90m</c>, <c>24h</c>, <c>30d</c>.</summary>
internal static class Duration
{
    /// <summary>Reads the one value of an option.</summary>
    public static TimeSpan Read(ArgumentResult argument)
    {
        var text = argument.Tokens[0].Value;
        if (text.Length > 1 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
        {
            switch (text[^1])
            {
                case 'm': return TimeSpan.FromMinutes(count);
                case 'h': return TimeSpan.FromHours(count);
                case 'd': return TimeSpan.FromDays(count);
            }
        }
        argument.AddError($"'{text}' is not a time such as 90m, 24h or 30d");
        return default;
    }
}
