using Hearth.Conda.Licences;

namespace Hearth.Cli.Commands.License;

/// <summary>A package that the policy refuses.</summary>
internal sealed record RefusedPackage(string Package, string? License, string Reason, IReadOnlyList<string> Via)
{
    public static RefusedPackage Of(LicenceJudgement judgement) =>
        new(judgement.Package.Label, judgement.Package.Licence, judgement.Reason, [.. judgement.Via.Select(package => package.Label)]);

    public override string ToString() => Via.Count == 0 ? $"{Package}: {Reason}" : $"{Package}: needs {string.Join(", which needs ", Via)}: {Reason}";
}
