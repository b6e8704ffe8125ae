using Hearth.Channels;
using Hearth.Channels.Blobs.S3;
using Hearth.Channels.Log;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Mirrors.Oci;
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

    /// <summary>The longest that a server may wait from one sync to the next: a week.</summary>
    public const int MostMinutes = 7 * 24 * 60;

    /// <summary>The source or sources.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="token">What to show to the hosts of the sources, if anything.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <exception cref="BadInputException">An address is none; every problem is named.</exception>
    public static RankedUpstreams Open(MirrorSettings settings, string? token, TimeProvider clock) => Open(settings, new UpstreamTerms(), _ => token, clock);

    /// <summary>The source or sources.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="terms">How to ask; whom the settings allow is added.</param>
    /// <param name="tokenOf">What to show to a host, if anything.</param>
    /// <param name="clock">Measures pauses.</param>
    /// <exception cref="BadInputException">An address is none; every problem is named.</exception>
    public static RankedUpstreams Open(MirrorSettings settings, UpstreamTerms terms, Func<string, string?> tokenOf, TimeProvider clock)
    {
        Check(settings);
        return new RankedUpstreams([.. settings.Sources.Select(Open)], clock);

        IUpstream Open(string source)
        {
            if (Directory.Exists(source))
                return new FolderUpstream(source);
            var asked = terms with { OtherHosts = settings.OtherHosts ?? [], AllowsPrivateAddresses = settings.AllowsPrivateAddresses };
            if (RegistryAddress.TryParse(source, null, out var place))
                return new OciUpstream(place, asked, RegistryLogin.For(place, tokenOf(place.Host), Environment.GetEnvironmentVariable), clock);
            if (source.StartsWith(S3Settings.Scheme, StringComparison.Ordinal))
                return new S3Upstream(S3Settings.Read(source, Environment.GetEnvironmentVariable), asked, clock);
            var url = new Uri(source);
            return new HttpUpstream(url, asked with { Token = tokenOf(url.Authority) }, clock);
        }
    }

    /// <summary>Sets what a channel copies. The next sync looks at all of it, whatever was new.</summary>
    /// <returns>The channel as it is now; null if it is not there.</returns>
    public static async Task<ManagedChannel?> SetAsync(ChannelStore store, ChannelName name, MirrorSettings settings, string actor, CancellationToken cancellation)
    {
        var channel = await store.Catalog.ConfigureAsync(name, now => now with { Mirror = settings with { RelationsBase = now.Mirror?.RelationsBase, RelationsOverrides = now.Mirror?.RelationsOverrides } }, actor, cancellation);
        if (channel is not null)
            await new MirrorLedger(store, channel.Id).ForgetTagsAsync(cancellation);
        return channel;
    }

    /// <summary>Looks at the addresses of the sources, without asking them.</summary>
    /// <exception cref="BadInputException">One is none; every problem is named.</exception>
    public static void Check(MirrorSettings settings)
    {
        var problems = settings.Sources.SelectMany(Problems).ToList();
        if (settings.Sources.Count == 0)
            problems.Add(MirrorDiagnostics.NotAnUpstream.In(null, "no source is named"));
        if (problems.Count > 0)
            throw new BadInputException(problems);
    }

    /// <summary>What a mirror is called: <c>pull-through</c>, <c>partial</c> or <c>full</c>.</summary>
    public static string KindOf(MirrorSettings settings) =>
        settings.PullThrough ? "pull-through"
        : settings is { Subdirs: null or [], Include: null or [], Exclude: null or [], NewestVersions: null, MinimumAgeDays: null } ? "full" : "partial";

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

    private static IEnumerable<Diagnostic> Problems(string source)
    {
        if (Problem(source) is { } problem)
            return [problem];
        if (!source.StartsWith(S3Settings.Scheme, StringComparison.Ordinal))
            return [];
        try
        {
            _ = S3Settings.Read(source, Environment.GetEnvironmentVariable);
            return [];
        }
        catch (BadInputException e)
        {
            return e.Diagnostics;
        }
    }

    private static Diagnostic? Problem(string source)
    {
        if (Directory.Exists(source))
            return null;
        var shown = UrlSecrets.Redact(source);
        if (RegistryAddress.IsMeant(source))
            return RegistryAddress.TryParse(source, null, out _) ? null : MirrorDiagnostics.NotARegistry.In(shown, "this is no place in a registry", "oci://HOST/PATH; the path in lower case, without tag");
        if (source.StartsWith(S3Settings.Scheme, StringComparison.Ordinal))
            return null;
        if (ChannelUrl.Problem(source) is { } problem)
            return MirrorDiagnostics.NotAnUpstream.In(shown, problem, "give an http(s) URL, oci://HOST/PATH, s3://BUCKET/PREFIX, or a folder that is there");
        if (!Uri.TryCreate(source, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
            return MirrorDiagnostics.NotAnUpstream.In(shown, "only http, https, oci and s3 are spoken");
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
