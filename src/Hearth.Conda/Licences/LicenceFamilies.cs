namespace Hearth.Conda.Licences;

/// <summary>Which family a licence belongs to, as conda-build's <c>license_family</c> has them.</summary>
public static class LicenceFamilies
{
    // The first that the id starts with; longer ones first where one starts another.
    private static readonly (string Start, LicenceFamily Family)[] ByStart =
    [
        ("AGPL-", LicenceFamily.Agpl),
        ("LGPL-", LicenceFamily.Lgpl),
        ("LGPLLR", LicenceFamily.Lgpl),
        ("GPL-3", LicenceFamily.Gpl3),
        ("GPL-2", LicenceFamily.Gpl2),
        ("GPL-", LicenceFamily.Gpl),
        ("BSD-", LicenceFamily.Bsd),
        ("0BSD", LicenceFamily.Bsd),
        ("MIT", LicenceFamily.Mit),
        ("Apache-", LicenceFamily.Apache),
        ("PSF-", LicenceFamily.Psf),
        ("Python-", LicenceFamily.Psf),
        ("CC-PDDC", LicenceFamily.PublicDomain),
        ("CC-PDM-", LicenceFamily.PublicDomain),
        ("CC0-", LicenceFamily.Cc),
        ("CC-", LicenceFamily.Cc),
        ("MPL-", LicenceFamily.Mozilla),
        ("Unlicense", LicenceFamily.PublicDomain),
        ("SAX-PD", LicenceFamily.PublicDomain),
        ("LicenseRef-Public-Domain", LicenceFamily.PublicDomain),
    ];

    public static LicenceFamily Of(string id)
    {
        // MIT itself and its variants, MIT-0 and such; not MITNFA, which forbids what MIT allows.
        foreach (var (start, family) in ByStart)
        {
            if (id.StartsWith(start, StringComparison.OrdinalIgnoreCase) && (start != "MIT" || id.Length == 3 || id[3] == '-'))
                return family;
        }
        var isProprietary = id.StartsWith("LicenseRef-", StringComparison.OrdinalIgnoreCase)
            && (id.Contains("Proprietary", StringComparison.OrdinalIgnoreCase) || id.Contains("End-User", StringComparison.OrdinalIgnoreCase));
        return isProprietary ? LicenceFamily.Proprietary : LicenceFamily.Other;
    }

    /// <summary>The family of a whole expression: that of all its terms if they agree; <see cref="LicenceFamily.Other"/> if not.</summary>
    public static LicenceFamily Of(LicenceExpression expression) =>
        expression.Terms.Select(term => term.Family).Distinct().ToList() is [var only] ? only : LicenceFamily.Other;

    /// <summary>As it stands in recipes and records.</summary>
    public static string Spelling(LicenceFamily family) => family switch
    {
        LicenceFamily.PublicDomain => "PUBLIC-DOMAIN",
        _ => family.ToString().ToUpperInvariant(),
    };

    /// <summary>Reads the spelling of recipes and records, in any case; <c>GPL</c> here is the family without a version.</summary>
    public static LicenceFamily? Read(string spelling)
    {
        foreach (var family in Enum.GetValues<LicenceFamily>())
        {
            if (string.Equals(Spelling(family), spelling.Trim().Replace(' ', '-'), StringComparison.OrdinalIgnoreCase))
                return family;
        }
        return null;
    }
}
