using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Versions;

namespace Hearth.Conda.Licences;

/// <summary>What the judgement of a set of packages needs to know of each: what it is, its licence, and what it needs to run.</summary>
/// <param name="Label">How messages name it, such as <c>linux-64/zlib-1.3-0.conda</c>.</param>
/// <param name="Identity">What MatchSpecs look at.</param>
/// <param name="Licence">As its metadata has it.</param>
/// <param name="Depends">MatchSpecs; what is none is passed over.</param>
public sealed record LicencedPackage(string Label, MatchCandidate Identity, string? Licence, IReadOnlyList<string> Depends)
{
    public PackageName Name => Identity.Name;

    /// <summary>Whether this is no package but a request for some, such as a file of specs: it has no licence of its own.</summary>
    public bool IsRequest { get; init; }

    public static LicencedPackage Of(PackageRecord record, string label, string file) => new(label, record.ToCandidate(file), record.License, record.Depends);

    /// <summary>A package of which no record is at hand.</summary>
    public static LicencedPackage Of(string label, string name, string version, string build, string? licence, IReadOnlyList<string> depends) => new(
        label,
        new MatchCandidate
        {
            Name = PackageName.Lenient(name),
            Version = CondaVersion.TryParse(version, null, out var parsed) ? parsed : default,
            Build = build,
        },
        licence,
        depends);
}
