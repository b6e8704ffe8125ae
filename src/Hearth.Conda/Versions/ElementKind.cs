namespace Hearth.Conda.Versions;

/// <summary>The kinds of element that a version segment has, in the order in which they sort (CEP 33 §Ordering).</summary>
internal enum ElementKind
{
    Dev,
    Text,

    /// <summary>A number. A segment that has ended reads as zero.</summary>
    Number,
    Post,
}
