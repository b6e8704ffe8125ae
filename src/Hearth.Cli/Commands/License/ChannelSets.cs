using Hearth.Channels.Views;
using Hearth.Conda.Licences;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;

namespace Hearth.Cli.Commands.License;

/// <summary>The packages of a channel folder: each subdir with noarch, or noarch alone where there is nothing else.</summary>
internal static class ChannelSets
{
    private const string NoArch = "noarch";

    public static bool IsChannel(string folder) => Subdirs(folder).Any();

    public static IReadOnlyList<CheckedSet> Read(string folder)
    {
        var noarch = Packages(folder, NoArch);
        var others = Subdirs(folder).Where(subdir => subdir != NoArch).ToList();
        return others.Count == 0
            ? [new CheckedSet(NoArch, noarch)]
            : [.. others.Select(subdir => new CheckedSet(subdir, [.. Packages(folder, subdir), .. noarch]))];
    }

    private static IEnumerable<string> Subdirs(string folder) =>
        Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)).Where(subdir => RepodataFileRecords.Exist(folder, subdir)).Order(StringComparer.Ordinal);

    private static List<LicencedPackage> Packages(string folder, string subdir)
    {
        var packages = new List<LicencedPackage>();
        if (RepodataFileRecords.Find(folder, subdir) is not { } records)
            return packages;
        foreach (var group in RecordGroups.All)
        {
            records.VisitGroup(group, record =>
            {
                if (!record.IsRemoved)
                    packages.Add(LicencedPackage.Of(PackageRecord.FromCanonical(record.Json.ToArray()), $"{subdir}/{record.File}", record.File));
            });
        }
        return packages;
    }
}
