using System.CommandLine;
using Hearth.Cli.Commands.Channel;
using Hearth.Cli.Commands.Access;
using Hearth.Cli.Commands.Config;
using Hearth.Cli.Commands.Conformance;
using Hearth.Cli.Commands.Demo;
using Hearth.Cli.Commands.Doctor;
using Hearth.Cli.Commands.Index;
using Hearth.Cli.Commands.Job;
using Hearth.Cli.Commands.License;
using Hearth.Cli.Commands.Mirror;
using Hearth.Cli.Commands.Package;
using Hearth.Cli.Commands.Patch;
using Hearth.Cli.Commands.Publish;
using Hearth.Cli.Commands.Recipe;
using Hearth.Cli.Commands.Schema;
using Hearth.Cli.Commands.Serve;
using Hearth.Cli.Commands.Webhook;
using Hearth.Cli.Commands.Snapshot;
using Hearth.Cli.Commands.Source;

namespace Hearth.Cli.Commands;

/// <summary>Every command, in the order in which the help page lists them.</summary>
internal static class CommandTree
{
    public static IEnumerable<Command> All() =>
    [
        new IndexCommand(),
        new ServeCommand(),
        new ChannelCommand(),
        new SnapshotCommand(),
        new GcCommand(),
        new JobCommand(),
        new WebhookCommand(),
        new MirrorCommand(),
        new SourceCommand(),
        new ConfigCommand(),
        new DoctorCommand(),
        new DemoCommand(),
        new ConformanceCommand(),
        new UserCommand(),
        new TeamCommand(),
        new TokenCommand(),
        new IssuerCommand(),
        new PublisherCommand(),
        new AuditCommand(),
        new PublishCommand(),
        new PackageCommand(),
        new PatchCommand(),
        new RecipeCommand(),
        new LicenseCommand(),
        new ExplainCommand(),
        new SchemaCommand(),
    ];
}
