using Hearth.Channels.Views;
using Hearth.Conda.Patches;

namespace Hearth.Channels.Patches;

/// <summary>Where patch instructions come from: a folder of documents, a patch package, conda-forge's patch YAML.</summary>
public interface IPatchSource
{
    /// <summary>The file or folder, as it was named.</summary>
    string Name { get; }

    /// <summary>The instructions for one subdir; <see cref="PatchInstructions.None"/> if the source has none for it.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The source is not understood; all problems are named.</exception>
    PatchInstructions For(ISubdirRecords records);

    /// <summary>The source as its file or folder is by now.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">It is not understood any more.</exception>
    IPatchSource Reopen() => this;
}
