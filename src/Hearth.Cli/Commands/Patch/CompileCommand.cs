using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Patches;
using Hearth.Channels.Views;
using Hearth.Cli.Output;
using Hearth.Conda.Names;
using Hearth.Foundation.Files;

namespace Hearth.Cli.Commands.Patch;

/// <summary><c>hearth patch compile PATH…</c>: patch sources become one patch_instructions.json for each subdir.</summary>
internal sealed class CompileCommand : HearthCommand
{
    private readonly Argument<string[]> _sources = new("PATH")
    {
        Description = "Patch YAML (a file or folder), patch_instructions.json (a file, SUBDIR=FILE, or a folder of subdirs), or a patch package; "
            + "applied in this order.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string> _channel = new("--channel")
    {
        Description = "The channel folder; the records are those of SUBDIR/repodata_from_packages.json, or else of SUBDIR/repodata.json.",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<string[]> _subdirs = new("--subdir") { Description = "Only this subdir; may be given several times.", HelpName = "SUBDIR" };

    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "A folder for SUBDIR/patch_instructions.json, or for one subdir a file; without it, the channel folder.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Say what would be written." };

    public CompileCommand()
        : base(
            "compile",
            "Make patch_instructions.json of patch YAML and the records that it is about.",
            new Example("hearth patch compile patches --channel my-channel", "writes my-channel/SUBDIR/patch_instructions.json"),
            new Example("hearth patch compile fix.yaml --channel my-channel --subdir noarch -o fix.json", "one subdir, into one file"))
    {
        Arguments.Add(_sources);
        foreach (var option in (Option[])[_channel, _subdirs, _output, _dryRun])
            Options.Add(option);
        Runs(Run);
    }

    private Task<ExitCode> Run(ParseResult parsed, CommandOutput output, CancellationToken cancellation)
    {
        var channel = parsed.GetRequiredValue(_channel);
        var subdirs = parsed.GetValue(_subdirs) is { Length: > 0 } chosen ? chosen : SubdirsOf(channel);
        var target = parsed.GetValue(_output) ?? channel;
        if (target.EndsWith(".json", StringComparison.Ordinal) && subdirs.Length != 1)
        {
            output.Messages.WriteLine($"error: one file is for one subdir, not {subdirs.Length}; choose one with --subdir");
            return Task.FromResult(ExitCode.Usage);
        }
        var source = new PatchSequence([.. parsed.GetRequiredValue(_sources).Select(PatchSources.Open)]);
        var compiled = new List<CompiledPatch>();
        using var line = new ProgressLine(output);
        foreach (var subdir in subdirs)
        {
            cancellation.ThrowIfCancellationRequested();
            line.Show($"{subdir}: patching", compiled.Count, subdirs.Length);
            var records = RepodataFileRecords.Find(channel, subdir)
                ?? throw PatchSourceDiagnostics.NoRecords.Refuse(Path.Combine(channel, subdir), "there is no repodata.json", "run 'hearth index' first");
            var instructions = source.For(records);
            var file = target.EndsWith(".json", StringComparison.Ordinal) ? target : Path.Combine(target, subdir, PatchFolder.FileName);
            compiled.Add(CompiledPatch.Of(subdir, file, instructions, !parsed.GetValue(_dryRun) && Write(file, instructions.Json)));
        }
        line.Dispose();
        Print(compiled, parsed.GetValue(_dryRun), output);
        return Task.FromResult(ExitCode.Done);
    }

    private static bool Write(string file, ReadOnlyMemory<byte> json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return AtomicFile.WriteIfChanged(file, json.Span);
    }

    private static void Print(List<CompiledPatch> compiled, bool isDryRun, CommandOutput output)
    {
        if (output.IsJson)
        {
            output.Document(new CompiledPatches("hearth.patch-compile.1", compiled), CliJson.Default.CompiledPatches);
            return;
        }
        foreach (var patch in compiled)
        {
            var done = isDryRun ? "would write" : patch.Written ? "wrote" : "unchanged:";
            output.Line(string.Create(
                CultureInfo.InvariantCulture,
                $"{patch.Subdir}: {patch.Patched:n0} records patched, {patch.Revoked:n0} revoked, {patch.Removed:n0} removed; {done} {patch.File} ({ProgressLine.Size(patch.Size)})"));
        }
    }

    private static string[] SubdirsOf(string channel)
    {
        if (!Directory.Exists(channel))
            throw PatchSourceDiagnostics.NoRecords.Refuse(channel, "there is no such folder");
        string[] subdirs =
        [
            .. Directory.EnumerateDirectories(channel).Select(folder => Path.GetFileName(folder))
                .Where(name => Subdir.TryParse(name, null, out _) && RepodataFileRecords.Exist(channel, name)).Order(StringComparer.Ordinal),
        ];
        return subdirs.Length > 0
            ? subdirs
            : throw PatchSourceDiagnostics.NoRecords.Refuse(channel, "there is no SUBDIR/repodata.json in the folder", "run 'hearth index' first");
    }
}
