using Hearth.Foundation.Diagnostics;

namespace Hearth.Conda.Patches;

/// <summary>What can be wrong with patches.</summary>
public static class PatchDiagnostics
{
    public static readonly DiagnosticKind PatchNotUnderstood = new(
        "HRT1401",
        "Patch instructions not understood",
        Severity.Error,
        "A patch_instructions.json has a shape or a version that Hearth does not know. Versions 1 and 2 are understood (CEP 21 "
        + "adds run_exports with version 2). Applying a part of it would publish a channel that nobody asked for, so nothing is applied.");

    public static readonly DiagnosticKind PatchOfProtectedField = new(
        "HRT1402",
        "A patch changes a field that cannot be patched",
        Severity.Warning,
        "name, version, build, subdir, md5, sha256 and size say which artifact a record is about, and indexed_timestamp is the "
        + "channel's own fact (CEP 47); a patch that changes one of them would make clients refuse the artifact. The field is left as it is.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [PatchNotUnderstood, PatchOfProtectedField];
}
