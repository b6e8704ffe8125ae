using Hearth.Channels.Views;
using Hearth.Conda.Patches;

namespace Hearth.Channels.Patches;

/// <summary>A folder with <c>SUBDIR/patch_instructions.json</c>; a channel folder is one.</summary>
public sealed class PatchFolder(string folder) : IPatchSource
{
    public const string FileName = "patch_instructions.json";

    public string Name => folder;

    public PatchInstructions For(ISubdirRecords records)
    {
        var file = Path.Combine(folder, records.Subdir, FileName);
        return File.Exists(file) ? PatchInstructions.Parse(File.ReadAllBytes(file), file) : PatchInstructions.None;
    }
}
