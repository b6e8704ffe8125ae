using System.Text.Json;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Conda.Versions;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Recipes.Rendering;

/// <summary>The run exports of the packages of channels, as files <c>run_exports.json</c> tell them (CEP 12).</summary>
public sealed class RunExportTable
{
    private readonly Dictionary<string, List<ExportingPackage>> _byName = new(StringComparer.Ordinal);

    /// <summary>Reads files one after the other.</summary>
    /// <exception cref="BadInputException">A file is no such document.</exception>
    public static RunExportTable Load(IEnumerable<string> files)
    {
        var table = new RunExportTable();
        foreach (var file in files)
        {
            using var content = File.OpenRead(file);
            table.Add(content, file);
        }
        return table;
    }

    /// <summary>Adds what a document lists.</summary>
    /// <exception cref="BadInputException">It is no such document.</exception>
    public void Add(Stream document, string file)
    {
        try
        {
            using var reader = new RepodataReader(document);
            while (reader.Read())
            {
                if (reader.Entry == RepodataEntry.Record)
                    Add(reader.Group.FileOf(reader.Key), PackageRecord.Parse(reader.Value).Raw(RecordField.RunExports));
            }
        }
        catch (JsonException e)
        {
            throw new BadInputException(FoundationDiagnostics.NotJson.In(file, e.Message), e);
        }
    }

    /// <summary>
    /// The package that an environment would most likely have for a requirement: the newest that matches. No environment is solved, so what other requirements
    /// rule out is not ruled out here.
    /// </summary>
    public ExportingPackage? Newest(string requirement)
    {
        if (!MatchSpec.TryParse(requirement, null, out var spec) || spec.ExactName is not { } name || !_byName.TryGetValue(name.ToString(), out var packages))
            return null;
        return packages.Where(package => spec.Version.Matches(package.Version) && spec.Build.Matches(package.Build))
            .OrderBy(package => package.Version).ThenBy(package => package.BuildNumber).ThenBy(package => package.Build, StringComparer.Ordinal).LastOrDefault();
    }

    private void Add(string file, ReadOnlySpan<byte> exports)
    {
        if (!ArtifactFileName.TryParseLenient(file, out var name) || !CondaVersion.TryParse(name.VersionText, null, out var version))
            return;
        var key = name.Name.ToString();
        if (!_byName.TryGetValue(key, out var packages))
            _byName.Add(key, packages = []);
        packages.Add(new ExportingPackage(key, version, name.BuildText.ToString(), exports.IsEmpty ? RunExports.None : RunExports.Read(JsonElement.Parse(exports))));
    }
}
