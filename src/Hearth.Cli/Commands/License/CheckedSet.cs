using Hearth.Conda.Licences;

namespace Hearth.Cli.Commands.License;

/// <summary>Packages that are judged together: one subdir of a channel with noarch, one environment, one platform of a lock file.</summary>
internal sealed record CheckedSet(string Name, IReadOnlyList<LicencedPackage> Packages)
{
    /// <summary>How many packages, from the first on, are to be reported; all if not given.</summary>
    public int Reported { get; init; } = Packages.Count;

    /// <summary>What is to be reported: the request, if there is one, else the packages.</summary>
    public IEnumerable<LicenceJudgement> Judge(LicencePolicy policy)
    {
        var judgements = LicenceClosure.Judge(Packages, policy);
        var requests = judgements.Where(judgement => judgement.Package.IsRequest).ToList();
        return requests.Count > 0 ? requests : judgements.Take(Reported);
    }
}
