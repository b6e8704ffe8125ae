using System.CommandLine;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>--bandwidth MBIT</c>.</summary>
internal sealed class BandwidthOption : Option<double?>
{
    private const double Least = 0.01;
    private const double Most = 1_000_000;

    public BandwidthOption(string description)
        : base("--bandwidth")
    {
        Description = description;
        HelpName = "MBIT";
        Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is not (null or (>= Least and <= Most)))
                result.AddError($"--bandwidth is a number of megabits a second, from {Least} to {Most:n0}");
        });
    }

    /// <summary>The rate; null where none was given.</summary>
    public long? BytesPerSecond(ParseResult parsed) => parsed.GetValue(this) is { } megabits ? (long)(megabits * 1e6 / 8) : null;
}
