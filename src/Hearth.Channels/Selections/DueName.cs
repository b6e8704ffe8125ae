namespace Hearth.Channels.Selections;

/// <summary>A name in one subdir of a view.</summary>
/// <param name="Label">The view's label.</param>
/// <param name="Subdir">The subdir.</param>
/// <param name="Name">The name.</param>
internal sealed record DueName(string Label, string Subdir, string Name);
