using System.CommandLine;
using System.Text.Json;
using Hearth.Conda.Schemas;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;

namespace Hearth.Cli.Commands.Schema;

/// <summary><c>hearth schema check FILE…</c>: every difference between files and the schemas of their formats.</summary>
internal sealed class CheckCommand : HearthCommand
{
    private readonly Argument<string[]> _files = new("FILE")
    {
        Description = "JSON, YAML, JLAP or MessagePack; .zst and .bz2 are decompressed.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _as = new("--as")
    {
        Description = "The schema to check against; without it, the name and the content of each file tell.",
        HelpName = "NAME",
    };

    public CheckCommand()
        : base(
            "check",
            "Check files against the schemas of their formats.",
            new Example("hearth schema check channel/*/repodata.json.zst", "every index of a channel"),
            new Example("hearth schema check --as patch-yaml fixes.txt", "a file whose name does not tell what it is"))
    {
        _as.CompletionSources.Add(_ => SchemaCatalog.All.Select(one => new System.CommandLine.Completions.CompletionItem(one.Name)));
        Arguments.Add(_files);
        Options.Add(_as);
        Runs((parsed, output) =>
        {
            var name = parsed.GetValue(_as);
            if (name is not null && SchemaCatalog.Find(name) is null)
            {
                output.Messages.WriteLine($"error: there is no schema {name}; 'hearth schema list' lists them all");
                return ExitCode.Usage;
            }
            var files = new List<CheckedFile>();
            foreach (var file in parsed.GetRequiredValue(_files))
            {
                var (format, problems) = Check(file, name);
                files.Add(new CheckedFile(file, format, [.. problems.Select(CheckedProblem.Of)]));
                output.Report(problems);
                if (!output.IsJson)
                    output.Line($"{file}: {(problems.Count == 0 ? "ok" : $"{problems.Count} problem(s)")}{(format is null ? "" : $" ({format})")}");
            }
            if (output.IsJson)
                output.Document(new SchemaCheck(files), CliJson.Default.SchemaCheck);
            return files.TrueForAll(file => file.Problems.Count == 0) ? ExitCode.Done : ExitCode.ProblemFound;
        });
    }

    /// <summary>The format of a file and all that is wrong with it.</summary>
    internal static (string? Format, IReadOnlyList<Diagnostic> Problems) Check(string file, string? name = null)
    {
        try
        {
            var problems = new List<Diagnostic>();
            string? format = null;
            foreach (var document in FileDocuments.Read(file))
            {
                format = name ?? FormatRecognition.Recognise(Path.GetFileName(file), document.Json.Span);
                if (format is null || SchemaCatalog.Find(format) is not { } schema)
                    return (null, [.. problems, CliDiagnostics.UnknownFormat.In(file, "this is no file of a channel or a package that Hearth knows", "name its schema with --as")]);
                // CEP 36: an empty file is equivalent to an empty dictionary.
                var json = document.Json.IsEmpty && format == "repodata" ? "{}"u8.ToArray() : document.Json;
                problems.AddRange(SchemaCatalog.Schemas.Check(schema.Id, json, file, document.Positions));
            }
            return (format, problems);
        }
        catch (JsonException e)
        {
            return (null, [FoundationDiagnostics.NotJson.In(file, e.Message, at: CanonicalJson.PositionOf(e))]);
        }
        catch (BadInputException e)
        {
            return (null, e.Diagnostics);
        }
    }
}
