using Hearth.Conda.Repodata;

namespace Hearth.Conda.Patches;

/// <summary>The two archives of one build, which share a stem: what is said of the <c>.tar.bz2</c> holds for the other too.</summary>
internal static class Twin
{
    private const string ClassicExtension = ".tar.bz2";

    /// <summary>The <c>.tar.bz2</c> of the file's stem; the file itself if it is one.</summary>
    public static string ClassicOf(RecordGroup group, string file) =>
        file.EndsWith(ClassicExtension, StringComparison.Ordinal) || !file.EndsWith(group.Extension(), StringComparison.Ordinal)
            ? file
            : string.Concat(file.AsSpan(0, file.Length - group.Extension().Length), ClassicExtension);
}
