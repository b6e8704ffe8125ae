using Hearth.Channels.Patches.Yaml.Actions;
using Hearth.Channels.Patches.Yaml.Conditions;
using Hearth.Foundation.Diagnostics;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Hearth.Channels.Patches.Yaml;

/// <summary>Reads patch YAML, and names everything in it that is not understood.</summary>
internal static class PatchYamlReader
{
    /// <summary>Reads the documents of a file. Empty ones are passed over.</summary>
    public static IReadOnlyList<PatchDocument> Read(TextReader yaml, string file, List<Diagnostic> problems)
    {
        var stream = new YamlStream();
        try
        {
            stream.Load(yaml);
        }
        catch (YamlException e)
        {
            problems.Add(PatchSourceDiagnostics.BadPatchYaml.In(file, e.Message, at: YamlValues.PositionOf(e.Start)));
            return [];
        }
        catch (InvalidOperationException)
        {
            // What the YAML library throws where a plain text is expected and none can begin, without saying where.
            problems.Add(PatchSourceDiagnostics.BadPatchYaml.In(file, "the text is not YAML"));
            return [];
        }
        var values = new YamlValues(file, problems);
        return [.. stream.Documents.Select(document => document.RootNode).Where(root => !YamlValues.IsNull(root)).Select(root => Document(root, values))];
    }

    private static PatchDocument Document(YamlNode root, YamlValues values)
    {
        var conditions = new List<Condition>();
        var actions = new List<PatchAction>();
        bool hasIf = false, hasThen = false;
        foreach (var (key, value, at) in values.Entries(root))
        {
            switch (key)
            {
                case "if":
                    hasIf = true;
                    conditions.AddRange(values.Entries(value).Select(entry => ConditionReader.Read(entry.Key, entry.Value, entry.At, values)).OfType<Condition>());
                    break;
                case "then":
                    hasThen = true;
                    foreach (var item in values.Items(value))
                        actions.AddRange(values.Entries(item).Select(entry => ActionReader.Read(entry.Key, entry.Value, entry.At, values)).OfType<PatchAction>());
                    break;
                default:
                    values.Refuse(at, $"'{key}' is no part of a patch document; 'if' and 'then' are");
                    break;
            }
        }
        if (!hasIf || !hasThen)
            values.Refuse(root, $"the document has no '{(hasIf ? "then" : "if")}'");
        return new PatchDocument(values.File, (int)root.Start.Line, conditions, actions);
    }
}
