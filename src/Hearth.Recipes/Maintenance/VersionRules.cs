using System.Globalization;
using Hearth.Conda.Versions;

namespace Hearth.Recipes.Maintenance;

/// <summary>Which of the versions upstream has are meant for users.</summary>
/// <param name="PreReleases">Whether alphas, betas and release candidates count.</param>
/// <param name="EvenMinor">Whether versions with an odd second number are for developers, as in GNOME.</param>
/// <param name="Excluded">Versions that shall not be taken.</param>
public sealed record VersionRules(bool PreReleases, bool EvenMinor, IReadOnlyList<string> Excluded)
{
    private const int FirstYear = 1990;

    public static VersionRules Default { get; } = new(false, false, []);

    /// <summary>The newest version greater than the current one; null if there is none.</summary>
    public CondaVersion? Newest(CondaVersion current, IEnumerable<string> versions)
    {
        CondaVersion? newest = null;
        foreach (var text in versions)
        {
            if (!CondaVersion.TryParse(text, null, out var version) || !Accepts(version, current))
                continue;
            if (version > (newest ?? current))
                newest = version;
        }
        return newest;
    }

    private bool Accepts(CondaVersion version, CondaVersion current)
    {
        if (Excluded.Contains(version.ToString(), StringComparer.Ordinal) || !PreReleases && IsPreRelease(version) && !IsPreRelease(current))
            return false;
        // A project that numbers its versions does not mean a tag that is a date, and the other way round.
        if (IsCalendar(version) != IsCalendar(current))
            return false;
        return !EvenMinor || Numbers(version) is not [_, var minor, ..] || minor % 2 == 0;
    }

    /// <summary>Whether a version names a stage before a release: <c>1.0a1</c>, <c>1.0rc2</c>, <c>1.0.dev3</c>.</summary>
    public static bool IsPreRelease(CondaVersion version)
    {
        var text = version.ToString().ToLowerInvariant();
        string[] stages = ["alpha", "beta", "rc", "dev", "pre"];
        return stages.Any(stage => text.Contains(stage, StringComparison.Ordinal)) || HasStageLetter(text);
    }

    /// <summary>Whether the first number is a year: <c>2024.10.1</c>, <c>20241001</c>.</summary>
    public static bool IsCalendar(CondaVersion version) => Numbers(version) is [var first, ..]
        && (first is >= FirstYear and < 2100 || first is >= 19_900_101 and <= 21_001_231);

    // 'a' or 'b' between numbers, as PEP 440 spells stages; '1.1.1b' of OpenSSL is none.
    private static bool HasStageLetter(string text)
    {
        for (var i = 1; i + 1 < text.Length; i++)
        {
            if (text[i] is 'a' or 'b' && char.IsAsciiDigit(text[i - 1]) && char.IsAsciiDigit(text[i + 1]))
                return true;
        }
        return false;
    }

    private static List<long> Numbers(CondaVersion version)
    {
        var text = version.ToString();
        text = text[(text.IndexOf('!') + 1)..];
        return [.. text.Split('.', '_', '-').TakeWhile(part => part.Length is > 0 and < 18 && part.All(char.IsAsciiDigit)).Select(part => long.Parse(part, CultureInfo.InvariantCulture))];
    }
}
