namespace Hearth.Channels.Sources;

/// <summary>Another name of a source.</summary>
/// <param name="Kind">One of the constants.</param>
/// <param name="Value">The name.</param>
public readonly record struct SourceAlias(string Kind, string Value)
{
    /// <summary>An address that it was at.</summary>
    public const string Url = "url";

    /// <summary>An address that a recipe names for it, and that nobody has seen give it.</summary>
    public const string ToldUrl = "told-url";

    /// <summary>The name of the file, without folders.</summary>
    public const string File = "file";

    /// <summary>A package that was built from it.</summary>
    public const string Package = "package";
}
