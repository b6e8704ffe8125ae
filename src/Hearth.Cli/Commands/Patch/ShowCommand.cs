using System.CommandLine;
using Hearth.Channels.Patches;
using Hearth.Channels.Views;
using Hearth.Cli.Output;
using Hearth.Conda.Names;

namespace Hearth.Cli.Commands.Patch;

/// <summary><c>hearth patch show SUBDIR/FILE</c>: a record before and after its patches, and who changed what.</summary>
internal sealed class ShowCommand : HearthCommand
{
    private readonly Argument<string> _record = new("SUBDIR/FILE") { Description = "The artifact, such as noarch/six-1.16.0-py_0.conda." };

    private readonly Option<string> _channel = new("--channel") { Description = "The channel folder.", HelpName = "DIR", Required = true };

    private readonly Option<string[]> _patches = new("--patch")
    {
        Description = "A patch source, as for 'hearth patch compile'; may be given several times. Without it, the channel's own instructions.",
        HelpName = "PATH",
    };

    public ShowCommand()
        : base(
            "show",
            "Show what patches change in one record, and which document does it.",
            new Example("hearth patch show noarch/six-1.16.0-py_0.conda --channel my-channel", "by the instructions that lie in the channel"),
            new Example("hearth patch show noarch/six-1.16.0-py_0.conda --channel my-channel --patch fix.yaml", "by patch YAML not yet applied"))
    {
        Arguments.Add(_record);
        Options.Add(_channel);
        Options.Add(_patches);
        Runs(Run);
    }

    private ExitCode Run(ParseResult parsed, CommandOutput output)
    {
        if (parsed.GetRequiredValue(_record).Split('/') is not [var subdir, var file] || !ArtifactFileName.TryParseLenient(file, out var name))
        {
            output.Messages.WriteLine("error: name the record as SUBDIR/FILE, such as noarch/six-1.16.0-py_0.conda");
            return ExitCode.Usage;
        }
        var channel = parsed.GetRequiredValue(_channel);
        IReadOnlyList<IPatchSource> sources = parsed.GetValue(_patches) is { Length: > 0 } paths ? [.. paths.Select(PatchSources.Open)] : [new PatchFolder(channel)];
        var records = RepodataFileRecords.Find(channel, subdir)
            ?? throw PatchSourceDiagnostics.NoRecords.Refuse(Path.Combine(channel, subdir), "there is no repodata.json", "run 'hearth index' first");
        var trace = PatchTrace.Of(sources, records, name.Name.ToString(), file)
            ?? throw PatchSourceDiagnostics.NoRecords.Refuse(Path.Combine(channel, subdir), $"no record of {file} is listed");
        if (output.IsJson)
            output.Document(ShownRecord.Of(subdir, file, trace), CliJson.Default.ShownRecord);
        else
            Print(trace, output);
        return ExitCode.Done;
    }

    private static void Print(PatchTrace trace, CommandOutput output)
    {
        if (trace.Steps.Count == 0)
            output.Line("no patch changes this record");
        foreach (var step in trace.Steps.Select(ShownStep.Of))
        {
            output.Line(step.Line is { } line ? $"{step.Source}:{line}" : step.Source);
            if (step.Removes)
                output.Line("  removes the record");
            foreach (var change in step.Changes)
            {
                output.Line($"  {change.Field}");
                foreach (var text in change.Lines())
                    output.Line($"    {text}");
            }
        }
    }
}
