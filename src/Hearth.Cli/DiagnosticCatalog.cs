using Hearth.Channels.Access;
using Hearth.Channels.Composition;
using Hearth.Channels.Databases;
using Hearth.Channels.History;
using Hearth.Channels.Indexing;
using Hearth.Channels.Jobs;
using Hearth.Channels.Log;
using Hearth.Channels.Patches;
using Hearth.Channels.Publish;
using Hearth.Channels.Selections;
using Hearth.Channels.Webhooks;
using Hearth.Channels.Upkeep;
using Hearth.Conda;
using Hearth.Conda.Licences;
using Hearth.Conda.Patches;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors;
using Hearth.Packages;
using Hearth.Packages.Paths;
using Hearth.Recipes;
using Hearth.Recipes.Conversion;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Jinja;
using Hearth.Recipes.Linting;
using Hearth.Recipes.Maintenance;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.MetaYaml;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;
using Hearth.Server;
using Hearth.Server.Conformance;
using Hearth.Server.Auth;

namespace Hearth.Cli;

/// <summary>Every kind of diagnostic of every room, sorted by code; each room lists its own.</summary>
internal static class DiagnosticCatalog
{
    public static IReadOnlyList<DiagnosticKind> All { get; } =
    [
        .. ((IEnumerable<DiagnosticKind>)
        [
            .. FoundationDiagnostics.All,
            .. CondaDiagnostics.All,
            .. LicenceDiagnostics.All,
            .. PatchDiagnostics.All,
            .. IndexDiagnostics.All,
            .. AccessDiagnostics.All,
            .. PatchSourceDiagnostics.All,
            .. DatabaseDiagnostics.All,
            .. CompositionDiagnostics.All,
            .. LogDiagnostics.All,
            .. PublishDiagnostics.All,
            .. UpkeepDiagnostics.All,
            .. HistoryDiagnostics.All,
            .. JobDiagnostics.All,
            .. WebhookDiagnostics.All,
            .. ViewDiagnostics.All,
            .. PackagesDiagnostics.All,
            .. RecipeDiagnostics.All,
            .. GenerationDiagnostics.All,
            .. JinjaDiagnostics.All,
            .. MetaYamlDiagnostics.All,
            .. ConversionDiagnostics.All,
            .. LintCatalogue.Kinds,
            .. SyntaxDiagnostics.All,
            .. MirrorDiagnostics.All,
            .. SourceDiagnostics.All,
            .. VariantDiagnostics.All,
            .. RenderingDiagnostics.All,
            .. MaintenanceDiagnostics.All,
            .. ServerDiagnostics.All,
            .. ConformanceDiagnostics.All,
            .. AuthDiagnostics.All,
            .. CliDiagnostics.All,
            .. VerificationDiagnostics.All,
        ]).OrderBy(kind => kind.Code, StringComparer.Ordinal),
    ];
}
