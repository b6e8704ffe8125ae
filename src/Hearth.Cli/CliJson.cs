using System.Text.Json.Serialization;
using Hearth.Cli.Commands;
using Hearth.Cli.Commands.Channel;
using Hearth.Cli.Commands.Channel.View;
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

namespace Hearth.Cli;

/// <summary>How the documents of <c>--json</c> are written. Each command's document type is listed here once.</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(Explanations))]
[JsonSerializable(typeof(IndexDocument))]
[JsonSerializable(typeof(CheckDocument))]
[JsonSerializable(typeof(ServedFolder))]
[JsonSerializable(typeof(ChannelDocument))]
[JsonSerializable(typeof(ChannelListDocument))]
[JsonSerializable(typeof(ImportDocument))]
[JsonSerializable(typeof(LogDocument))]
[JsonSerializable(typeof(ChannelCheckDocument))]
[JsonSerializable(typeof(ViewListDocument))]
[JsonSerializable(typeof(ViewDocument))]
[JsonSerializable(typeof(ChangedViewDocument))]
[JsonSerializable(typeof(GarbageDocument))]
[JsonSerializable(typeof(ConfigDocument))]
[JsonSerializable(typeof(ConfigReference))]
[JsonSerializable(typeof(DoctorDocument))]
[JsonSerializable(typeof(JobListDocument))]
[JsonSerializable(typeof(JobDocument))]
[JsonSerializable(typeof(ChangedJobDocument))]
[JsonSerializable(typeof(WebhookListDocument))]
[JsonSerializable(typeof(AddedWebhookDocument))]
[JsonSerializable(typeof(RemovedWebhookDocument))]
[JsonSerializable(typeof(WebhookAttemptsDocument))]
[JsonSerializable(typeof(DemoChannel))]
[JsonSerializable(typeof(SchemaCheck))]
[JsonSerializable(typeof(SchemaList))]
[JsonSerializable(typeof(PackageListing))]
[JsonSerializable(typeof(PackageInspection))]
[JsonSerializable(typeof(WrittenPackage))]
[JsonSerializable(typeof(ConvertedPackages))]
[JsonSerializable(typeof(VerificationReport))]
[JsonSerializable(typeof(DifferenceReport))]
[JsonSerializable(typeof(CompiledPatches))]
[JsonSerializable(typeof(ShownRecord))]
[JsonSerializable(typeof(ConformanceDocument))]
[JsonSerializable(typeof(ConformanceList))]
[JsonSerializable(typeof(TokensDocument))]
[JsonSerializable(typeof(UsersDocument))]
[JsonSerializable(typeof(TeamsDocument))]
[JsonSerializable(typeof(IssuersDocument))]
[JsonSerializable(typeof(PublishersDocument))]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(PublishReport))]
[JsonSerializable(typeof(ConvertedDocument))]
[JsonSerializable(typeof(LintDocument))]
[JsonSerializable(typeof(RenderedDocument<OutputDocument>))]
[JsonSerializable(typeof(RenderedDocument<ExplainedHash>))]
[JsonSerializable(typeof(UpdateDocument))]
[JsonSerializable(typeof(LicenseCheckDocument))]
[JsonSerializable(typeof(MirrorPlanDocument))]
[JsonSerializable(typeof(MirrorsDocument))]
[JsonSerializable(typeof(SyncDocument))]
[JsonSerializable(typeof(FollowingDocument))]
[JsonSerializable(typeof(ClientConfigDocument))]
[JsonSerializable(typeof(MirrorVerificationDocument))]
[JsonSerializable(typeof(PushDocument))]
[JsonSerializable(typeof(SourceCollectDocument))]
[JsonSerializable(typeof(SourceAddDocument))]
[JsonSerializable(typeof(SourceListDocument))]
[JsonSerializable(typeof(SourceShowDocument))]
[JsonSerializable(typeof(SourceGapsDocument))]
[JsonSerializable(typeof(SourceSettleDocument))]
[JsonSerializable(typeof(SourceVerifyDocument))]
[JsonSerializable(typeof(SourceLinksDocument))]
[JsonSerializable(typeof(SourceExportDocument))]
[JsonSerializable(typeof(SourceCacheDocument))]
[JsonSerializable(typeof(SourcePushDocument))]
[JsonSerializable(typeof(SourceClientConfigDocument))]
[JsonSerializable(typeof(SourceTakedownDocument))]
[JsonSerializable(typeof(NewRecipe))]
[JsonSerializable(typeof(SnapshotDocument))]
[JsonSerializable(typeof(SnapshotListDocument))]
[JsonSerializable(typeof(SnapshotContentDocument))]
[JsonSerializable(typeof(SnapshotDiffDocument))]
[JsonSerializable(typeof(RollbackDocument))]
[JsonSerializable(typeof(ExportDocument))]
[JsonSerializable(typeof(SnapshotVerifyDocument))]
[JsonSerializable(typeof(SplitDocument))]
internal sealed partial class CliJson : JsonSerializerContext;
