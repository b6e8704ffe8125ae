using Hearth.Conda.MatchSpecs;

namespace Hearth.Conda.Licences;

/// <summary>
/// Judges a set of packages with what they need to run: a package is refused if its own licence is, or if some dependency has no acceptable
/// candidate left in the set. A name that the set does not have at all, such as a virtual package, is not judged.
/// </summary>
public sealed class LicenceClosure
{
    private readonly IReadOnlyList<LicencedPackage> _packages;
    private readonly ILookup<string, int> _byName;
    private readonly Dictionary<string, Need> _needs = new(StringComparer.Ordinal);
    private readonly List<Need>[] _needsServed;
    private readonly LicenceJudgement[] _judgements;

    private LicenceClosure(IReadOnlyList<LicencedPackage> packages, LicencePolicy policy)
    {
        _packages = packages;
        _byName = Enumerable.Range(0, packages.Count).ToLookup(i => packages[i].Name.ToString(), StringComparer.Ordinal);
        _needsServed = [.. packages.Select(_ => new List<Need>())];
        _judgements = [.. packages.Select(package => OwnJudgement(package, policy))];
    }

    /// <summary>One judgement for each package, in their order.</summary>
    public static IReadOnlyList<LicenceJudgement> Judge(IReadOnlyList<LicencedPackage> packages, LicencePolicy policy)
    {
        var closure = new LicenceClosure(packages, policy);
        closure.FindNeeds();
        closure.Spread();
        return closure._judgements;
    }

    /// <summary>One text of <c>depends</c>: who has it, and how many acceptable packages satisfy it.</summary>
    private sealed class Need
    {
        public List<int> Users { get; } = [];

        public int Candidates { get; set; }
    }

    private static LicenceJudgement OwnJudgement(LicencedPackage package, LicencePolicy policy)
    {
        if (package.IsRequest)
            return new LicenceJudgement(package, true, "a request", []);
        var verdict = policy.Judge(package.Name, package.Licence);
        return new LicenceJudgement(package, verdict.IsAllowed, verdict.Reason, []);
    }

    private void FindNeeds()
    {
        for (var user = 0; user < _packages.Count; user++)
        {
            foreach (var depends in _packages[user].Depends.Distinct())
            {
                if (!_needs.TryGetValue(depends, out var need))
                    _needs.Add(depends, need = Find(depends));
                need.Users.Add(user);
            }
        }
    }

    private Need Find(string depends)
    {
        var need = new Need();
        if (!MatchSpec.TryParse(depends, null, out var spec) || spec.ExactName is not { } name)
            return need;
        foreach (var candidate in _byName[name.ToString()].Where(candidate => spec.Matches(_packages[candidate].Identity)))
        {
            need.Candidates++;
            _needsServed[candidate].Add(need);
        }
        return need;
    }

    // Each package is refused once, so the work follows the number of dependencies, cycles or not.
    private void Spread()
    {
        var refused = new Queue<int>(Enumerable.Range(0, _packages.Count).Where(i => !_judgements[i].IsAllowed));
        while (refused.TryDequeue(out var at))
        {
            var cause = _judgements[at];
            foreach (var user in _needsServed[at].Where(need => --need.Candidates == 0).SelectMany(need => need.Users))
            {
                if (!_judgements[user].IsAllowed)
                    continue;
                _judgements[user] = new LicenceJudgement(_packages[user], false, cause.Reason, [_packages[at], .. cause.Via]);
                refused.Enqueue(user);
            }
        }
    }
}
