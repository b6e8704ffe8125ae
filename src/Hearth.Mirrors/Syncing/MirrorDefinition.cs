using Hearth.Channels.Log;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Planning;
using Hearth.Mirrors.Upstream;

namespace Hearth.Mirrors.Syncing;

/// <summary>What the settings of a mirror mean.</summary>
public static class MirrorDefinition
{
    /// <summary>How long an artifact that the source no longer lists is kept, where the settings do not say.</summary>
    public const int DefaultHoldDays = 30;

    /// <summary>How many per cent may vanish between two syncs, where the settings do not say.</summary>
    public const int DefaultMostVanishedPercent = 5;

    /// <summary>The source or sources.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="token">What to show to the hosts of the sources, if anything.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <exception cref="BadInputException">An address is none; every problem is named.</exception>
    public static IUpstream Open(MirrorSettings settings, string? token, TimeProvider clock)
    {
        var problems = settings.Sources.Select(source => Problem(source)).OfType<Diagnostic>().ToList();
        if (settings.Sources.Count == 0)
            problems.Add(MirrorDiagnostics.NotAnUpstream.In(null, "no source is named"));
        if (problems.Count > 0)
            throw new BadInputException(problems);
        var terms = new UpstreamTerms { OtherHosts = settings.OtherHosts ?? [], AllowsPrivateAddresses = settings.AllowsPrivateAddresses, Token = token };
        var upstreams = settings.Sources.Select(source => Directory.Exists(source) ? (IUpstream)new FolderUpstream(source) : new HttpUpstream(new Uri(source), terms, clock)).ToList();
        return upstreams.Count == 1 ? upstreams[0] : new RankedUpstreams(upstreams);
    }

    /// <summary>What is copied.</summary>
    /// <exception cref="BadInputException">Some of it is wrong; every problem is named.</exception>
    public static MirrorSelection SelectionOf(MirrorSettings settings)
    {
        var problems = new List<Diagnostic>();
        problems.AddRange((settings.Subdirs ?? []).Select(subdir => Subdir.Problem(subdir)).OfType<string>().Select(problem => Conda.CondaDiagnostics.BadSubdir.In("subdirs", problem)));
        var selection = new MirrorSelection
        {
            Subdirs = settings.Subdirs ?? [],
            Include = Specs(settings.Include, "include", problems),
            Exclude = Specs(settings.Exclude, "exclude", problems),
            NewestVersions = settings.NewestVersions,
            MinimumAge = settings.MinimumAgeDays is { } days ? TimeSpan.FromDays(days) : null,
            WithDependencies = settings.WithDependencies,
        };
        return problems.Count == 0 ? selection : throw new BadInputException(problems);
    }

    private static Diagnostic? Problem(string source)
    {
        if (Directory.Exists(source))
            return null;
        var shown = UrlSecrets.Redact(source);
        if (ChannelUrl.Problem(source) is { } problem)
            return MirrorDiagnostics.NotAnUpstream.In(shown, problem, "give an http(s) URL, or a folder that is there");
        if (!Uri.TryCreate(source, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return MirrorDiagnostics.NotAnUpstream.In(shown, "only http and https are spoken");
        return UrlSecrets.Strip(source, out _) == source ? null : MirrorDiagnostics.NotAnUpstream.In(shown, "the address has a secret in it, which everyone would see who sees the settings", "use --token-file");
    }

    private static List<MatchSpec> Specs(IReadOnlyList<string>? texts, string setting, List<Diagnostic> problems)
    {
        var specs = new List<MatchSpec>();
        foreach (var text in texts ?? [])
        {
            if (MatchSpec.TryParse(text, out var spec, out var wrong))
                specs.Add(spec);
            else
                problems.AddRange(wrong.Select(problem => problem with { File = setting }));
        }
        return specs;
    }
}
