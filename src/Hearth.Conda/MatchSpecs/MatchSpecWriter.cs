using System.Buffers;
using System.Text;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;

namespace Hearth.Conda.MatchSpecs;

/// <summary>Spells MatchSpecs.</summary>
internal static class MatchSpecWriter
{
    private static readonly SearchValues<char> NeedsQuotes = SearchValues.Create(" ,='\"[]<>|^$\\");

    /// <summary>
    /// CEP 29 Appendix A. Values are quoted only where they must be, as in the examples of the CEP and in conda, although rule 6 of
    /// the appendix would quote all.
    /// </summary>
    public static string Canonical(MatchSpec spec)
    {
        var text = new StringBuilder();
        var keys = spec.Keys;
        // Rule 5 of the appendix; but only a known subdir would be read back from there (CEP 29 §Syntax).
        var subdirIsPositional = keys.Channel.IsExact && Subdir.TryParse(keys.Subdir.ToString(), null, out var subdir) && subdir.IsKnown;
        if (keys.Channel.IsExact)
        {
            text.Append(keys.Channel);
            if (subdirIsPositional)
                text.Append('/').Append(keys.Subdir);
            text.Append("::");
        }
        text.Append(spec.Name);
        var version = spec.Version as VersionClause;
        var versionIsPositional = version?.Operator is VersionOperator.Equal or VersionOperator.StartsWith;
        var buildIsPositional = version?.Operator is VersionOperator.Equal && spec.Build.IsExact;
        if (versionIsPositional)
            text.Append(version!.Operator == VersionOperator.Equal ? "==" : "=").Append(version.Version);
        if (buildIsPositional)
            text.Append('=').Append(spec.Build);

        var brackets = new Brackets(text, alwaysQuote: null);
        brackets.Add("channel", keys.Channel.IsExact ? default : keys.Channel);
        brackets.Add("subdir", subdirIsPositional ? default : keys.Subdir);
        if (!versionIsPositional && !ReferenceEquals(spec.Version, VersionSpec.Any))
            brackets.Add("version", spec.Version.ToString());
        brackets.Add("build", buildIsPositional ? default : spec.Build);
        AddKeys(ref brackets, keys);
        brackets.End();
        return text.ToString();
    }

    private static void AddKeys(ref Brackets brackets, MatchSpecKeys keys)
    {
        if (keys.BuildNumber is { } buildNumber)
            brackets.Add("build_number", buildNumber.ToString());
        brackets.Add("track_features", keys.TrackFeatures);
        brackets.Add("features", keys.Features);
        brackets.Add("url", keys.Url);
        brackets.Add("md5", keys.Md5);
        brackets.Add("sha256", keys.Sha256);
        brackets.Add("license", keys.License);
        brackets.Add("license_family", keys.LicenseFamily);
        brackets.Add("fn", keys.FileName);
        AddRevision3Keys(ref brackets, keys);
    }

    private static void AddRevision3Keys(ref Brackets brackets, MatchSpecKeys keys)
    {
        if (keys.When is { } when)
            brackets.AddQuoted("when", when.ToString());
        brackets.AddList("extras", keys.Extras);
        brackets.AddList("flags", [.. keys.Flags.Select(flag => flag.ToString())]);
    }

    /// <summary>CEP 48 §Specification.</summary>
    public static string? Revision3(MatchSpec spec, char quote = '"')
    {
        var allowed = MatchSpecKeys.None with
        {
            BuildNumber = spec.Keys.BuildNumber,
            When = spec.Keys.When,
            Extras = spec.Keys.Extras,
            Flags = spec.Keys.Flags,
        };
        if (!spec.Name.IsExact || spec.Keys != allowed)
            return null;
        var text = new StringBuilder(spec.Name.ToString());
        var brackets = new Brackets(text, quote);
        if (!ReferenceEquals(spec.Version, VersionSpec.Any))
            brackets.Add("version", spec.Version.ToString());
        brackets.Add("build", spec.Build);
        if (spec.Keys.BuildNumber?.ToString() is { } buildNumber)
        {
            if (buildNumber.AsSpan().ContainsAnyExceptInRange('0', '9'))
                brackets.AddQuoted("build_number", buildNumber);
            else
                brackets.AddBare("build_number", buildNumber);
        }
        AddRevision3Keys(ref brackets, spec.Keys);
        brackets.End();
        return text.ToString();
    }

    /// <summary>CEP 43 §Syntax: name and one version clause without blanks, or else brackets.</summary>
    public static void AppendConditionTo(StringBuilder text, MatchSpec spec)
    {
        if (spec is { Version: VersionClause clause, Build.IsAny: true } && spec.Keys == MatchSpecKeys.None
            && clause.Operator != VersionOperator.NotStartsWith)
        {
            text.Append(spec.Name).Append(clause.Operator == VersionOperator.StartsWith ? $"={clause.Version}" : clause.ToString());
            return;
        }
        text.Append(Revision3(spec, quote: '\'') ?? Canonical(spec));
    }

    private ref struct Brackets(StringBuilder text, char? alwaysQuote)
    {
        private bool _open;

        public void Add(string key, StringPattern pattern)
        {
            if (!pattern.IsAny)
                Add(key, pattern.ToString());
        }

        public void Add(string key, string value)
        {
            if (alwaysQuote is not null || value.AsSpan().ContainsAny(NeedsQuotes))
                AddQuoted(key, value);
            else
                AddBare(key, value);
        }

        public void AddList(string key, IReadOnlyList<string> values)
        {
            if (values.Count == 1)
                Add(key, values[0]);
            else if (values.Count > 1)
                AddBare(key, $"[{string.Join(',', values)}]");
        }

        // A backslash that escapes nothing stands for itself, so that regular expressions read alike in conda, which knows no escapes.
        public void AddQuoted(string key, string value)
        {
            var quote = alwaysQuote ?? (value.Contains('\'') ? '"' : '\'');
            if (value.Contains(quote) || value.Contains(@"\\", StringComparison.Ordinal) || value.EndsWith('\\'))
                value = value.Replace(@"\", @"\\", StringComparison.Ordinal).Replace($"{quote}", $@"\{quote}", StringComparison.Ordinal);
            AddBare(key, $"{quote}{value}{quote}");
        }

        public void AddBare(string key, string value)
        {
            text.Append(_open ? ',' : '[').Append(key).Append('=').Append(value);
            _open = true;
        }

        public readonly void End()
        {
            if (_open)
                text.Append(']');
        }
    }
}
