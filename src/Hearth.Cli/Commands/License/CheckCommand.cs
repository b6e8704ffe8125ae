using System.CommandLine;
using System.Text.Json;
using Hearth.Cli.Commands.Schema;
using Hearth.Cli.Output;
using Hearth.Conda.Licences;
using Hearth.Conda.Names;

namespace Hearth.Cli.Commands.License;

/// <summary><c>hearth license check PATH…</c>: are the licences acceptable, those of the dependencies included?</summary>
internal sealed class CheckCommand : HearthCommand
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "A channel folder, an environment, a tree of recipes, a lock file (pixi.lock, conda-lock.yml, explicit list), or an environment.yml.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _policy = new("--policy")
    {
        Description = "The policy, a YAML or JSON file. Without it, only missing and unknown licences are problems.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _channel = new("--channel")
    {
        Description = "A channel folder that knows the licences and dependencies of what a file names.",
        HelpName = "DIR",
    };

    private readonly Option<string[]> _packages = new("--package") { Description = "Report on this package only; may be given several times.", HelpName = "NAME" };

    public CheckCommand()
        : base(
            "check",
            "Check licences against a policy, following run dependencies.",
            new Example("hearth license check my-channel --policy licences.yaml", "a channel folder: what may be offered?"),
            new Example("hearth license check pixi.lock --policy licences.yaml --json", "a lock file, with the reasons as JSON"))
    {
        Arguments.Add(_paths);
        Options.Add(_policy);
        Options.Add(_channel);
        Options.Add(_packages);
        Runs(Run);
    }

    private ExitCode Run(ParseResult parsed, CommandOutput output)
    {
        var policy = parsed.GetValue(_policy) is { } file ? ReadPolicy(file) : LicencePolicy.None;
        var wanted = parsed.GetValue(_packages)!.Select(name => PackageName.Parse(name)).ToHashSet();
        IReadOnlyList<CheckedSet> channel = parsed.GetValue(_channel) is { } folder ? ChannelSets.Read(folder) : [];
        var judgements = parsed.GetValue(_paths)!.SelectMany(path => SetsOf(path, channel))
            .SelectMany(set => set.Judge(policy))
            .Where(judgement => wanted.Count == 0 || wanted.Contains(judgement.Package.Name))
            .GroupBy(judgement => judgement.Package.Label)
            .Select(same => same.FirstOrDefault(judgement => !judgement.IsAllowed) ?? same.First())
            .ToList();
        var refused = judgements.Where(judgement => !judgement.IsAllowed).Select(RefusedPackage.Of).OrderBy(one => one.Package, StringComparer.Ordinal).ToList();
        Show(output, judgements.Count, refused);
        return refused.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound;
    }

    private static void Show(CommandOutput output, int count, List<RefusedPackage> refused)
    {
        if (output.IsJson)
        {
            output.Document(new LicenseCheckDocument("hearth.license-check.1", count, refused), CliJson.Default.LicenseCheckDocument);
            return;
        }
        foreach (var package in refused)
            output.Line(package.ToString());
        output.Line($"{count} packages checked, {refused.Count} refused");
    }

    private static LicencePolicy ReadPolicy(string file)
    {
        using var document = JsonDocument.Parse(YamlJson.Documents(File.ReadAllBytes(file), file) is [var first, ..] ? first.Json : "{}"u8.ToArray());
        return LicencePolicyReader.Read(document.RootElement, file);
    }

    private static IReadOnlyList<CheckedSet> SetsOf(string path, IReadOnlyList<CheckedSet> channel)
    {
        if (!Directory.Exists(path))
            return RecipeSets.Files(path) is { Count: > 0 } recipe ? [RecipeSets.Read(path, recipe, channel)] : new LockFileSets(channel).Read(path);
        if (InstalledSet.IsEnvironment(path))
            return [InstalledSet.Read(path)];
        if (ChannelSets.IsChannel(path))
            return ChannelSets.Read(path);
        return RecipeSets.Files(path) is { Count: > 0 } recipes
            ? [RecipeSets.Read(path, recipes, channel)]
            : throw CliDiagnostics.UnknownFormat.Refuse(path, "neither a channel folder, an environment nor a tree of recipes", "an unindexed channel needs 'hearth index' first");
    }
}
