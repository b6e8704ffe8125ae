using System.CommandLine;
using Hearth.Packages.Metadata;

namespace Hearth.Cli.Commands.Package;

/// <summary><c>hearth package diff A B</c>: what differs between two packages, in any of the two formats.</summary>
internal sealed class DiffCommand : HearthCommand
{
    private readonly Argument<string> _before = PackageArgument.One("A");
    private readonly Argument<string> _after = PackageArgument.One("B");
    private readonly Option<bool> _namesOnly = new("--names-only") { Description = "Without the lines of text files." };

    public DiffCommand()
        : base(
            "diff",
            "Compare two packages: metadata, list of files, lines of text files.",
            new Example("hearth package diff zlib-1.3-0.conda zlib-1.3.1-0.conda", "what changed between two builds"),
            new Example("hearth package diff zlib-1.3-0.tar.bz2 zlib-1.3-0.conda", "says nothing and exits with 0 if the content is the same"))
    {
        Arguments.Add(_before);
        Arguments.Add(_after);
        Options.Add(_namesOnly);
        Runs((parsed, output, cancellation) =>
        {
            var (a, formatOfA) = PackageArgument.Open(parsed.GetValue(_before)!, cancellation);
            using var ownedA = a;
            var (b, formatOfB) = PackageArgument.Open(parsed.GetValue(_after)!, cancellation);
            using var ownedB = b;
            var difference = PackageDifference.Between(a, formatOfA, b, formatOfB, cancellation);
            if (output.IsJson)
            {
                var members = difference.Members.Select(member => new DifferingMember(member.Path, [.. WordsOf(member.Changes)], member.Lines)).ToArray();
                output.Document(new DifferenceReport("hearth.package-diff.1", a.Name, b.Name, members), CliJson.Default.DifferenceReport);
            }
            else
            {
                foreach (var member in difference.Members)
                {
                    output.Line($"{string.Join(", ", WordsOf(member.Changes))}: {member.Path}");
                    if (!parsed.GetValue(_namesOnly))
                        member.Lines.ToList().ForEach(line => output.Line($"    {line}"));
                }
            }
            return Task.FromResult(difference.Members.Count == 0 ? ExitCode.Done : ExitCode.ProblemFound);
        });
    }

    private static IEnumerable<string> WordsOf(MemberChange changes)
    {
        if (changes.HasFlag(MemberChange.Added))
            yield return "added";
        if (changes.HasFlag(MemberChange.Removed))
            yield return "removed";
        if (changes.HasFlag(MemberChange.Type))
            yield return "type changed";
        if (changes.HasFlag(MemberChange.Mode))
            yield return "mode changed";
        if (changes.HasFlag(MemberChange.LinkTarget))
            yield return "target changed";
        if (changes.HasFlag(MemberChange.Content))
            yield return "changed";
    }
}
