using Hearth.Conda.Licences;

namespace Hearth.Recipes.Generation.Cran;

/// <summary>The licence texts that R itself installs, in <c>lib/R/share/licenses</c>.</summary>
internal static class RLicenceTexts
{
    private const string Folder = "lib/R/share/licenses";

    private static readonly (string Id, string[] Files)[] Texts =
    [
        ("AGPL-3.0-only", ["AGPL-3"]), ("AGPL-3.0-or-later", ["AGPL-3"]), ("Apache-2.0", ["Apache-2.0"]), ("Artistic-2.0", ["Artistic-2.0"]),
        ("BSD-2-Clause", ["BSD_2_clause"]), ("BSD-3-Clause", ["BSD_3_clause"]), ("MIT", ["MIT"]),
        ("GPL-1.0-or-later", ["GPL-2", "GPL-3"]), ("GPL-2.0-only", ["GPL-2"]), ("GPL-2.0-or-later", ["GPL-2", "GPL-3"]),
        ("GPL-3.0-only", ["GPL-3"]), ("GPL-3.0-or-later", ["GPL-3"]),
        ("LGPL-2.0-only", ["LGPL-2"]), ("LGPL-2.0-or-later", ["LGPL-2", "LGPL-2.1", "LGPL-3"]), ("LGPL-2.1-only", ["LGPL-2.1"]),
        ("LGPL-2.1-or-later", ["LGPL-2.1", "LGPL-3"]), ("LGPL-3.0-only", ["LGPL-3"]), ("LGPL-3.0-or-later", ["LGPL-3"]),
    ];

    /// <summary>Relative to the environment; empty where R has no text of the licence.</summary>
    public static IReadOnlyList<string> Of(LicenceExpression expression) =>
        [.. expression.Terms.SelectMany(term => Texts.FirstOrDefault(text => text.Id == term.Id).Files ?? []).Distinct().Select(file => $"{Folder}/{file}")];
}
