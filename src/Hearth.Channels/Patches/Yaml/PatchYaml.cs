using Hearth.Channels.Views;
using Hearth.Conda.Patches;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>
/// conda-forge's patch YAML (docs/reference/patch-yaml.md): documents with conditions and actions. Instructions come of it when it
/// meets the records of a subdir.
/// </summary>
public sealed class PatchYaml : IPatchSource
{
    private readonly IReadOnlyList<PatchDocument> _documents;

    private PatchYaml(string name, IReadOnlyList<PatchDocument> documents)
    {
        Name = name;
        _documents = documents;
    }

    public string Name { get; }

    /// <summary>How many documents there are.</summary>
    public int Count => _documents.Count;

    /// <summary>Reads a file, or all YAML files of a folder in the order of their names.</summary>
    /// <exception cref="BadInputException">Something in them is not understood; all of it is named.</exception>
    public static PatchYaml Load(string path)
    {
        var documents = new List<PatchDocument>();
        var problems = new List<Diagnostic>();
        foreach (var file in Directory.Exists(path) ? FilesIn(path) : [path])
        {
            using var text = File.OpenText(file);
            documents.AddRange(PatchYamlReader.Read(text, file, problems));
        }
        return problems.Count == 0 ? new PatchYaml(path, documents) : throw new BadInputException(problems);
    }

    /// <summary>Reads a text.</summary>
    /// <param name="yaml">The documents.</param>
    /// <param name="file">What to call the text in messages.</param>
    /// <exception cref="BadInputException">Something in it is not understood; all of it is named.</exception>
    public static PatchYaml Parse(string yaml, string file)
    {
        var problems = new List<Diagnostic>();
        var documents = PatchYamlReader.Read(new StringReader(yaml), file, problems);
        return problems.Count == 0 ? new PatchYaml(file, documents) : throw new BadInputException(problems);
    }

    public IPatchSource Reopen() => Path.Exists(Name) ? Load(Name) : this;

    /// <summary>The YAML files of a folder, sorted by name.</summary>
    public static IReadOnlyList<string> FilesIn(string folder) =>
        [.. Directory.EnumerateFiles(folder).Where(file => Path.GetExtension(file) is ".yaml" or ".yml").Order(StringComparer.Ordinal)];

    public PatchInstructions For(ISubdirRecords records)
    {
        var documents = DocumentsFor(records.Subdir);
        var instructions = new PatchInstructionsBuilder();
        foreach (var group in RecordGroups.All)
        {
            records.VisitGroup(group, listed =>
            {
                var record = PackageRecord.FromCanonical(listed.UnpatchedJson.ToArray());
                var draft = new RecordDraft(records.Subdir, listed.File, record);
                foreach (var document in documents.For(record.Name))
                    document.Apply(draft);
                instructions.Turn(group, listed.File, record, draft.Result());
            });
        }
        return instructions.Build();
    }

    /// <summary>What each document does to one record, in their order; those that do nothing are left out.</summary>
    internal IEnumerable<PatchStep> StepsFor(string subdir, string file, PackageRecord record)
    {
        var draft = new RecordDraft(subdir, file, record);
        var before = record;
        foreach (var document in DocumentsFor(subdir).For(record.Name))
        {
            document.Apply(draft);
            var after = draft.Result();
            if (after.Equals(before))
                continue;
            yield return new PatchStep(document.File, document.Line, before, after);
            before = after;
        }
    }

    private DocumentsByName DocumentsFor(string subdir) => new([.. _documents.Where(document => document.IsAbout(subdir))]);
}
