using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Maintenance;

/// <summary>One requirement in a recipe.</summary>
/// <param name="List">The list that it is directly in; null if it is the single value of a condition.</param>
/// <param name="Scalar">The requirement.</param>
internal sealed record RequirementItem(SequenceNode? List, ScalarNode Scalar)
{
    public string Name => RequirementSpelling.NameOf(Scalar.Value);

    /// <summary>The requirements of a section, those under conditions included.</summary>
    public static IEnumerable<RequirementItem> In(SyntaxNode? section) => section switch
    {
        SequenceNode list => list.Items.SelectMany(item => item is ScalarNode scalar ? scalar.IsNull ? [] : [new RequirementItem(list, scalar)] : In(item)),
        MappingNode map when map.Find("if") is not null => Branch(map["then"]).Concat(Branch(map["else"])),
        _ => [],
    };

    private static IEnumerable<RequirementItem> Branch(SyntaxNode? node) =>
        node is ScalarNode { IsNull: false } scalar ? [new RequirementItem(null, scalar)] : In(node);
}
