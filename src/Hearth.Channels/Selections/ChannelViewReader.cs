using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Hearth.Channels.History;
using Hearth.Conda.Licences;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Selections;

/// <summary>Reads the rules of a view, and names all that is wrong with them.</summary>
/// <param name="name">The view's name.</param>
/// <param name="problems">Receives every problem.</param>
internal sealed class ChannelViewReader(string name, List<Diagnostic> problems)
{
    private const int MostDays = 3650;
    private const int MostNames = 10_000;
    private const int MostSpecs = 1_000;
    private const int MostCharacters = 1_000;

    private static readonly string[] Keys = ["as_of", "cool_down_days", "description", "exclude", "include", "label", "let_through", "licences", "names"];

    // Beside these a view selects nothing.
    private static readonly string[] Rules = ["as_of", "cool_down_days", "exclude", "include", "licences", "names"];

    private static readonly SearchValues<char> InNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789._-*?");

    /// <summary>Reads.</summary>
    /// <returns>The view; null if there is any problem.</returns>
    public ChannelView? Read(JsonElement rules)
    {
        var before = problems.Count;
        if (ViewName.Problem(name) is { } problem)
            Wrong("", problem);
        if (rules.ValueKind != JsonValueKind.Object)
        {
            Wrong("", "the rules of a view are an object");
            return null;
        }
        foreach (var member in rules.EnumerateObject().Where(member => !Keys.Contains(member.Name, StringComparer.Ordinal)))
            Wrong(Shorten(member.Name), $"there is no such rule; {string.Join(", ", Keys)} are");
        if (!rules.EnumerateObject().Any(member => Rules.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind != JsonValueKind.Null))
            Wrong("", $"it has no rule; {string.Join(", ", Rules)} are");
        var names = Names(rules);
        var view = new ChannelView
        {
            Name = ViewName.TryParse(name, null, out var parsed) ? parsed : default,
            Description = Text(rules, "description") ?? "",
            Of = LabelOf(rules),
            CoolDown = CoolDown(rules),
            AsOf = AsOf(rules),
            LetThrough = LetThroughs(rules),
            Names = names.Where(pattern => !IsPattern(pattern)).ToHashSet(StringComparer.Ordinal),
            NamePatterns = [.. names.Where(IsPattern)],
            Include = Specs(rules, "include"),
            Exclude = Specs(rules, "exclude"),
            Licences = Licences(rules),
        };
        if (view.LetThrough.Count > 0 && !Has(rules, "cool_down_days") && !Has(rules, "as_of"))
            Wrong("let_through", "there is nothing to be let through without cool_down_days or as_of");
        return problems.Count == before ? view : null;
    }

    private static bool IsPattern(string name) => name.AsSpan().ContainsAny('*', '?');

    private Label LabelOf(JsonElement rules)
    {
        if (Text(rules, "label") is not { } text)
            return Label.Main;
        if (Label.Problem(text) is { } problem)
            Wrong("label", problem);
        else if (ViewName.IsLabelOfOne(text))
            Wrong("label", "a view selects from a label, not from another view");
        return Label.TryParse(text, null, out var label) ? label : Label.Main;
    }

    private TimeSpan CoolDown(JsonElement rules)
    {
        if (!TryGet(rules, "cool_down_days", out var value))
            return TimeSpan.Zero;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var days) && days is >= 1 and <= MostDays)
            return TimeSpan.FromDays(days);
        Wrong("cool_down_days", $"a whole number from 1 to {MostDays} is expected");
        return TimeSpan.Zero;
    }

    private DateTimeOffset? AsOf(JsonElement rules)
    {
        if (Text(rules, "as_of") is not { } text)
            return null;
        if (Moment.TryParse(text, CultureInfo.InvariantCulture, out var moment) && moment is Moment.AtInstant at)
            return at.Instant;
        Wrong("as_of", $"'{Shorten(text)}' is neither an instant like 2026-11-01T10:15:00Z nor a date like 2026-11-01");
        return null;
    }

    private List<LetThrough> LetThroughs(JsonElement rules)
    {
        var all = new List<LetThrough>();
        var place = 0;
        foreach (var item in Items(rules, "let_through", MostSpecs))
        {
            if (LetThroughOf($"let_through[{place++}]", item) is { } exception)
                all.Add(exception);
        }
        return all;
    }

    private LetThrough? LetThroughOf(string place, JsonElement item)
    {
        if (item.ValueKind != JsonValueKind.Object || item.EnumerateObject().Any(member => member.Name is not ("artifact" or "reason" or "spec")))
        {
            Wrong(place, "each item has a 'spec' or an 'artifact', and a 'reason'");
            return null;
        }
        var (spec, artifact, reason) = (Text(item, "spec", place), Text(item, "artifact", place), Text(item, "reason", place));
        if (string.IsNullOrWhiteSpace(reason))
            Wrong(place, "it has no reason");
        if ((spec is null) == (artifact is null))
            Wrong(place, "it has either a 'spec' or an 'artifact'");
        if (artifact is not null && !IsArtifact(artifact))
            Wrong(place, $"'{Shorten(artifact)}' is no artifact like linux-64/zlib-1.3-0.conda");
        return new LetThrough(spec is null ? null : SpecOf(place, spec), artifact, reason ?? "");
    }

    private static bool IsArtifact(string text)
    {
        var slash = text.IndexOf('/');
        return slash > 0 && Subdir.TryParse(text.AsSpan(0, slash), null, out _) && ArtifactFileName.TryParseLenient(text.AsSpan(slash + 1), out _);
    }

    private List<string> Names(JsonElement rules)
    {
        var names = new List<string>();
        foreach (var item in Items(rules, "names", MostNames))
        {
            var text = item.ValueKind == JsonValueKind.String ? item.GetString()! : "";
            if (text.Length is 0 or > PackageName.MaxLength || text.AsSpan().ContainsAnyExcept(InNames))
                Wrong("names", $"'{Shorten(text)}' is no package's name in lower case, nor a pattern with * and ? of some");
            else
                names.Add(text);
        }
        return names;
    }

    private List<MatchSpec> Specs(JsonElement rules, string rule)
    {
        var specs = new List<MatchSpec>();
        foreach (var item in Items(rules, rule, MostSpecs))
        {
            if (item.ValueKind != JsonValueKind.String)
                Wrong(rule, "each item is a MatchSpec");
            else if (SpecOf(rule, item.GetString()!) is { } spec)
                specs.Add(spec);
        }
        return specs;
    }

    private MatchSpec? SpecOf(string place, string text)
    {
        if (text.Length > MostCharacters)
        {
            Wrong(place, $"a MatchSpec has {text.Length} characters; {MostCharacters} are the most");
            return null;
        }
        if (!MatchSpec.TryParse(text, out var spec, out var found))
        {
            foreach (var problem in found)
                Wrong(place, $"'{Shorten(text)}': {problem.Message}");
            return null;
        }
        // It would never match.
        if (!spec.Keys.Channel.IsAny || !spec.Keys.Url.IsAny)
            Wrong(place, $"'{Shorten(text)}' names a channel or a URL; a view is about its own channel");
        return spec;
    }

    private LicencePolicy? Licences(JsonElement rules)
    {
        if (!TryGet(rules, "licences", out var policy))
            return null;
        try
        {
            return LicencePolicyReader.Read(policy, $"views.{Shorten(name)}.licences");
        }
        catch (BadInputException e)
        {
            problems.AddRange(e.Diagnostics);
            return null;
        }
    }

    private List<JsonElement> Items(JsonElement rules, string rule, int most)
    {
        if (!TryGet(rules, rule, out var list))
            return [];
        if (list.ValueKind != JsonValueKind.Array)
            Wrong(rule, "a list is expected");
        else if (list.GetArrayLength() is 0)
            Wrong(rule, "the list is empty; leave the rule out");
        else if (list.GetArrayLength() > most)
            Wrong(rule, $"the list has {list.GetArrayLength()} items; {most} are the most");
        else
            return [.. list.EnumerateArray()];
        return [];
    }

    private string? Text(JsonElement rules, string rule, string? place = null)
    {
        if (!TryGet(rules, rule, out var value))
            return null;
        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: <= MostCharacters } text)
            return text;
        Wrong(place ?? rule, $"{(place is null ? "" : $"'{rule}': ")}a text of at most {MostCharacters} characters is expected");
        return null;
    }

    private static bool TryGet(JsonElement rules, string rule, out JsonElement value) => rules.TryGetProperty(rule, out value) && value.ValueKind != JsonValueKind.Null;

    private static bool Has(JsonElement rules, string rule) => TryGet(rules, rule, out _);

    private void Wrong(string rule, string message) =>
        problems.Add(ViewDiagnostics.BadView.In($"views.{Shorten(name)}{(rule.Length > 0 ? "." : "")}{rule}", message));

    // What comes from outside is repeated, but not at any length.
    private static string Shorten(string text) => text.Length <= 80 ? text : string.Concat(text.AsSpan(0, 79), "…");
}
