namespace Hearth.Channels.Patches.Yaml.Conditions;

/// <summary>The operators that compare with one value.</summary>
internal enum Comparison
{
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Equal,
    NotEqual,
}
