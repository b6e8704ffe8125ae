using System.Text;

namespace Hearth.Recipes.Generation.PyPi;

/// <summary>The names of Python projects, which differ in more than case and separators only (PEP 503).</summary>
public static class PythonName
{
    /// <summary>Lower case, runs of <c>-</c>, <c>_</c> and <c>.</c> as one <c>-</c>.</summary>
    public static string Normalise(ReadOnlySpan<char> name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (c is not ('-' or '_' or '.'))
                text.Append(char.ToLowerInvariant(c));
            else if (text.Length > 0 && text[^1] != '-')
                text.Append('-');
        }
        return text.ToString();
    }
}
