using System.Text.Json;
using Hearth.Conda.Licences;
using Hearth.Conda.Records;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli.Commands.License;

/// <summary>The packages installed in an environment, as its <c>conda-meta</c> lists them.</summary>
internal static class InstalledSet
{
    public static bool IsEnvironment(string folder) => Directory.Exists(Path.Combine(folder, "conda-meta"));

    public static CheckedSet Read(string folder)
    {
        var packages = new List<LicencedPackage>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "conda-meta"), "*.json").Order(StringComparer.Ordinal))
        {
            try
            {
                var record = PackageRecord.Parse(File.ReadAllBytes(file));
                if (record.Name.Length > 0)
                    packages.Add(LicencedPackage.Of(record, Path.GetFileNameWithoutExtension(file), record.Text("fn"u8) ?? ""));
            }
            catch (JsonException e)
            {
                throw FoundationDiagnostics.NotJson.Refuse(file, e.Message);
            }
        }
        return new CheckedSet(folder, packages);
    }
}
