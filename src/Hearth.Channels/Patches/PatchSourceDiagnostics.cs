using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Patches;

/// <summary>What can be wrong with sources of patches.</summary>
public static class PatchSourceDiagnostics
{
    public static readonly DiagnosticKind NotAPatchSource = new(
        "HRT4101",
        "Not a source of patches",
        Severity.Error,
        "Patches come from patch YAML (a file or a folder), from SUBDIR/patch_instructions.json (a file or a folder of subdirs), or from "
        + "a package that carries such a folder. What a path is, its name tells.");

    public static readonly DiagnosticKind BadPatchYaml = new(
        "HRT4102",
        "Patch YAML that cannot be used",
        Severity.Error,
        "A document of patch YAML has conditions (if) and actions (then) with the keys and values of docs/reference/patch-yaml.md. A key "
        + "that is passed over would patch more records than its author meant, so every key must be understood.");

    public static readonly DiagnosticKind NoRecords = new(
        "HRT4103",
        "No records to patch",
        Severity.Error,
        "Patch instructions are made of patch YAML and the records that it is about, which come from SUBDIR/repodata_from_packages.json "
        + "or SUBDIR/repodata.json in the channel folder. 'hearth index' writes both.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [NotAPatchSource, BadPatchYaml, NoRecords];
}
