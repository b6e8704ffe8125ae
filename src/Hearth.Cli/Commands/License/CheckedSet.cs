using Hearth.Conda.Licences;

namespace Hearth.Cli.Commands.License;

/// <summary>Packages that are judged together: one subdir of a channel with noarch, one environment, one platform of a lock file.</summary>
internal sealed record CheckedSet(string Name, IReadOnlyList<LicencedPackage> Packages)
{
    /// <summary>What is to be reported: the request, if there is one, else every package.</summary>
    public IEnumerable<LicenceJudgement> Judge(LicencePolicy policy)
    {
        var judgements = LicenceClosure.Judge(Packages, policy);
        var requests = judgements.Where(judgement => judgement.Package.IsRequest).ToList();
        return requests.Count > 0 ? requests : judgements;
    }
}
