using Hearth.Conda.Licences;
using Hearth.Conda.Names;
using Hearth.Foundation.Http;
using Hearth.Mirrors.Planning;

namespace Hearth.Mirrors.Sources;

/// <summary>Whom the archive may ask, how much it takes, and to whom it gives what it has.</summary>
public sealed record SourcePolicy
{
    /// <summary>What holds where nothing is said: no host is asked; whoever may read the packages gets the sources, unless their licence is proprietary or not known.</summary>
    public static SourcePolicy Default { get; } = new();

    /// <summary>Hosts that may be asked: names, <c>*.example.org</c> for all below one, <c>*</c> for all of the internet.</summary>
    public IReadOnlyList<string> Hosts { get; init; } = [];

    /// <summary>Whether names of hosts may lead into private networks.</summary>
    public bool AllowsPrivateAddresses { get; init; }

    /// <summary>The most bytes of one source.</summary>
    public long MostBytes { get; init; } = 4L << 30;

    /// <summary>Licences of packages whose sources everyone gets.</summary>
    public LicencePolicy Public { get; init; } = new() { Deny = [LicenceRule.OfFamily(LicenceFamily.Proprietary)] };

    /// <summary>Licences of packages whose sources those get who are signed in, where not everyone does.</summary>
    public LicencePolicy Internal { get; init; } = new() { Deny = [LicenceRule.OfFamily(LicenceFamily.Proprietary)], AllowUnknown = true };

    /// <summary>Packages whose sources are kept and given to nobody.</summary>
    public IReadOnlyList<string> KeptPackages { get; init; } = MirrorSelection.DefaultRestrictedNames;

    /// <summary>
    /// Whether a host may be asked. What <c>*</c> allows is the internet: an address of this machine or its neighbours must be written out, for recipes
    /// come from strangers.
    /// </summary>
    public bool MayAsk(string host) => Hosts.Any(pattern => pattern switch
    {
        "*" => AllowsPrivateAddresses || !NetworkAddresses.IsPlainlyLocal(host),
        ['*', '.', ..] => host.EndsWith(pattern[1..], StringComparison.OrdinalIgnoreCase),
        _ => host.Equals(pattern, StringComparison.OrdinalIgnoreCase),
    });

    /// <summary>Who gets a source, by the packages that were built from it. The strictest of them decides.</summary>
    /// <param name="uses">Each package, and its licence.</param>
    public SourceJudgement Judge(IReadOnlyList<(string Package, string? Licence)> uses)
    {
        if (uses.Count == 0)
            uses = [("", null)];
        return uses.Select(use => Judge(use.Package, use.Licence)).MaxBy(judgement => judgement.Audience);
    }

    private SourceJudgement Judge(string package, string? licence)
    {
        if (KeptPackages.Contains(package, StringComparer.Ordinal))
            return new SourceJudgement(SourceAudience.Nobody, $"the policy keeps the sources of '{package}'");
        var name = PackageName.Lenient(package);
        var toAll = Public.Judge(name, licence);
        if (toAll.IsAllowed)
            return new SourceJudgement(SourceAudience.Everyone, toAll.Reason);
        var within = Internal.Judge(name, licence);
        var who = package.Length == 0 ? "" : $"'{package}': ";
        return within.IsAllowed ? new SourceJudgement(SourceAudience.Internal, who + toAll.Reason) : new SourceJudgement(SourceAudience.Nobody, who + within.Reason);
    }
}
