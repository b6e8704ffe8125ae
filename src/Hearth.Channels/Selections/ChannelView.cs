using System.Globalization;
using System.Text.Json;
using Hearth.Channels.Log;
using Hearth.Channels.Publish;
using Hearth.Conda.Licences;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Time;

namespace Hearth.Channels.Selections;

/// <summary>
/// A part of a channel that rules select: those records of a label that each rule lets pass. Whether it shows a record follows from the
/// record, the time of its arrival and the clock, and from nothing else.
/// </summary>
public sealed record ChannelView
{
    /// <summary>The most views that a channel may have: each costs one row and one shard for what changes.</summary>
    public const int MostOfAChannel = 32;

    public required ViewName Name { get; init; }

    /// <summary>What it is for.</summary>
    public string Description { get; init; } = "";

    /// <summary>The label that it selects from.</summary>
    public Label Of { get; init; }

    /// <summary>How long ago a record must have arrived, by the server's clock (CEP 47, <c>indexed_timestamp</c>).</summary>
    public TimeSpan CoolDown { get; init; }

    /// <summary>The last instant at which a record may have arrived; null for any.</summary>
    public DateTimeOffset? AsOf { get; init; }

    /// <summary>What <see cref="CoolDown"/> and <see cref="AsOf"/> do not hold back.</summary>
    public IReadOnlyList<LetThrough> LetThrough { get; init; } = [];

    /// <summary>The names that it shows, word for word; both this and <see cref="NamePatterns"/> empty means all.</summary>
    public IReadOnlySet<string> Names { get; init; } = new HashSet<string>();

    /// <summary>Patterns (<c>*</c>, <c>?</c>) of further names that it shows.</summary>
    public IReadOnlyList<string> NamePatterns { get; init; } = [];

    /// <summary>Records match one of these; empty means all do.</summary>
    public IReadOnlyList<MatchSpec> Include { get; init; } = [];

    /// <summary>Records match none of these.</summary>
    public IReadOnlyList<MatchSpec> Exclude { get; init; } = [];

    /// <summary>Which licences records may have; null for any.</summary>
    public LicencePolicy? Licences { get; init; }

    /// <summary>The views of a channel, sorted by name.</summary>
    /// <exception cref="BadInputException">The settings are not those of a channel: see <see cref="Check"/>.</exception>
    public static IReadOnlyList<ChannelView> AllOf(ChannelSettings settings) =>
        [.. settings.Views.OrderBy(view => view.Key, StringComparer.Ordinal).Select(view => Read(view.Key, view.Value))];

    /// <summary>Reads a view; the form is schemas/view.schema.json.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="rules">Its rules.</param>
    /// <exception cref="BadInputException">It cannot be; the exception carries every problem found.</exception>
    public static ChannelView Read(string name, JsonElement rules)
    {
        var problems = new List<Diagnostic>();
        return new ChannelViewReader(name, problems).Read(rules) is { } view && problems.Count == 0 ? view : throw new BadInputException(problems);
    }

    /// <summary>Refuses settings with views that cannot be.</summary>
    /// <exception cref="BadInputException">Carries every problem of every view.</exception>
    public static void Check(ChannelSettings settings)
    {
        var problems = new List<Diagnostic>();
        if (settings.Views.Count > MostOfAChannel)
            problems.Add(ViewDiagnostics.BadView.In(null, $"there are {settings.Views.Count} views; {MostOfAChannel} are the most"));
        foreach (var (name, rules) in settings.Views.Take(MostOfAChannel).OrderBy(view => view.Key, StringComparer.Ordinal))
            new ChannelViewReader(name, problems).Read(rules);
        if (problems.Count > 0)
            throw new BadInputException(problems);
    }

    /// <summary>Its rules in a few words, for people.</summary>
    public string Summary
    {
        get
        {
            var rules = new List<string>();
            if (CoolDown > TimeSpan.Zero)
                rules.Add(string.Create(CultureInfo.InvariantCulture, $"at least {CoolDown.Days} days old"));
            if (AsOf is { } last)
                rules.Add($"arrived until {Rfc3339.Format(last)}");
            if (LetThrough.Count > 0)
                rules.Add($"{Count(LetThrough.Count, "exception")} to that");
            if (Names.Count + NamePatterns.Count > 0)
                rules.Add(Count(Names.Count + NamePatterns.Count, "name"));
            if (Include.Count > 0)
                rules.Add($"matches {Count(Include.Count, "spec")}");
            if (Exclude.Count > 0)
                rules.Add($"not {Count(Exclude.Count, "spec")}");
            if (Licences is not null)
                rules.Add("licences by policy");
            return $"{(Of == Label.Main ? "" : $"of label {Of}: ")}{string.Join("; ", rules)}";
        }
    }

    /// <summary>Whether a patch can change what it selects.</summary>
    internal bool DependsOnPatches => Include.Count + Exclude.Count + LetThrough.Count > 0 || Licences is not null;

    /// <summary>Says from when on the view shows a record, as the label that it selects from lists it.</summary>
    /// <param name="record">The record as clients see it, with patches.</param>
    /// <param name="file">The artifact's file name.</param>
    /// <param name="arrived">When the artifact arrived.</param>
    /// <returns>An instant, which may be past; <see cref="DateTimeOffset.MinValue"/> where no rule of time holds it back; null if it is never shown.</returns>
    public DateTimeOffset? ShownFrom(PackageRecord record, string file, DateTimeOffset arrived)
    {
        if (!ShowsName(record.PackageName.ToString()))
            return null;
        var candidate = record.ToCandidate(file);
        if ((Include.Count > 0 && !MatchesAny(Include, candidate)) || MatchesAny(Exclude, candidate) || Licences?.Judge(record) is { IsAllowed: false })
            return null;
        if ((CoolDown == TimeSpan.Zero && AsOf is null) || IsLetThrough(candidate, record.Subdir))
            return DateTimeOffset.MinValue;
        return arrived > AsOf ? null : arrived + CoolDown;
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");

    private bool ShowsName(string name) =>
        (Names.Count == 0 && NamePatterns.Count == 0) || Names.Contains(name) || NamePatterns.Any(pattern => NamePattern.Covers(pattern, name));

    private bool IsLetThrough(in MatchCandidate candidate, string subdir)
    {
        foreach (var exception in LetThrough)
        {
            if (exception.Covers(candidate, subdir))
                return true;
        }
        return false;
    }

    private static bool MatchesAny(IReadOnlyList<MatchSpec> specs, in MatchCandidate candidate)
    {
        foreach (var spec in specs)
        {
            if (spec.Matches(candidate))
                return true;
        }
        return false;
    }
}
