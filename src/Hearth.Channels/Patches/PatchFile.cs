using Hearth.Channels.Views;
using Hearth.Conda.Patches;

namespace Hearth.Channels.Patches;

/// <summary>One document of patch instructions, for one subdir.</summary>
public sealed class PatchFile(string subdir, string file) : IPatchSource
{
    public string Name => file;

    public PatchInstructions For(ISubdirRecords records) =>
        records.Subdir == subdir ? PatchInstructions.Parse(File.ReadAllBytes(file), file) : PatchInstructions.None;
}
