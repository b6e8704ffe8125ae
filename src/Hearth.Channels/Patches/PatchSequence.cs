using Hearth.Channels.Views;
using Hearth.Conda.Patches;

namespace Hearth.Channels.Patches;

/// <summary>Several sources, each applied to what the ones before it left.</summary>
public sealed class PatchSequence(IReadOnlyList<IPatchSource> sources) : IPatchSource
{
    public string Name => string.Join(", ", sources.Select(source => source.Name));

    public IPatchSource Reopen() => new PatchSequence([.. sources.Select(source => source.Reopen())]);

    public PatchInstructions For(ISubdirRecords records)
    {
        var instructions = PatchInstructions.None;
        foreach (var source in sources)
        {
            var seen = instructions.IsEmpty ? records : new PatchedRecords(records, new RecordPatcher(instructions));
            instructions = PatchInstructions.Combine(instructions, source.For(seen));
        }
        return instructions;
    }
}
