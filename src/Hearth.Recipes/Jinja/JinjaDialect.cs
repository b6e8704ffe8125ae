namespace Hearth.Recipes.Jinja;

/// <summary>
/// Whose Jinja is spoken. The two formats agree on the grammar and differ in how values are spelled in text
/// (<c>True</c> or <c>true</c>), in which filters there are (CEP 39 §Jinja filters is a closed list) and in methods of Python.
/// </summary>
public enum JinjaDialect
{
    /// <summary>meta.yaml: Jinja2 as conda-build embeds it, values spelled as in Python.</summary>
    V0,

    /// <summary>recipe.yaml: CEP 39.</summary>
    V1,
}
