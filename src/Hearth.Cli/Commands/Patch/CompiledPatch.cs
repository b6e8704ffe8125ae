using Hearth.Conda.Patches;

namespace Hearth.Cli.Commands.Patch;

/// <param name="Subdir">The subdir.</param>
/// <param name="File">The file that the instructions are for.</param>
/// <param name="Written">Whether the file changed; false if it was so already, and with --dry-run.</param>
/// <param name="Patched">Records whose fields change.</param>
/// <param name="Revoked">Files revoked.</param>
/// <param name="Removed">Files removed.</param>
/// <param name="Size">Bytes of the document.</param>
internal sealed record CompiledPatch(string Subdir, string File, bool Written, int Patched, int Revoked, int Removed, long Size)
{
    public static CompiledPatch Of(string subdir, string file, PatchInstructions instructions, bool written) => new(
        subdir,
        file,
        written,
        instructions.Packages.Count + instructions.PackagesConda.Count + instructions.V3.Count,
        instructions.Revoke.Count,
        instructions.Remove.Count,
        instructions.Json.Length);
}
