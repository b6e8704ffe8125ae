namespace Hearth.Recipes.Generation.Drafts;

/// <summary>Writes a draft as <c>recipe.yaml</c>, the format of CEP 13 and 14.</summary>
public static class RecipeWriter
{
    public const string FileName = "recipe.yaml";

    public static string Write(RecipeDraft draft)
    {
        var yaml = new YamlWriter();
        foreach (var remark in draft.Remarks)
            yaml.Line($"# {remark}");
        yaml.Line("schema_version: 1");
        Part(yaml, "context", () =>
        {
            foreach (var (name, value) in draft.Context)
                yaml.Line($"{name}: {(value.Contains("${{", StringComparison.Ordinal) ? YamlWriter.Scalar(value) : YamlWriter.Quoted(value))}");
        });
        if (draft.Outputs.Count == 0)
            Single(yaml, draft);
        else
            Several(yaml, draft);
        Part(yaml, "about", () => About(yaml, draft.About));
        Part(yaml, "extra", () => yaml.Section("recipe-maintainers", () => Plain(yaml, draft.Maintainers)));
        return yaml.ToString();
    }

    private static void Single(YamlWriter yaml, RecipeDraft draft)
    {
        Part(yaml, "package", () =>
        {
            yaml.Text("name", draft.Name);
            yaml.Text("version", draft.Version);
        });
        Source(yaml, draft);
        Part(yaml, "build", () =>
        {
            yaml.Line("number: 0");
            yaml.Text("noarch", draft.NoArch);
            Skip(yaml, draft);
            BuildDetails(yaml, draft);
            Script(yaml, draft.Script);
            Python(yaml, draft.EntryPoints);
        });
        Part(yaml, "requirements", () => Requirements(yaml, draft.Requirements));
        Part(yaml, "tests", () => Tests(yaml, draft.Tests));
    }

    private static void Several(YamlWriter yaml, RecipeDraft draft)
    {
        Part(yaml, "recipe", () =>
        {
            yaml.Text("name", draft.Name);
            yaml.Text("version", draft.Version);
        });
        Source(yaml, draft);
        Part(yaml, "build", () =>
        {
            yaml.Line("number: 0");
            Skip(yaml, draft);
            BuildDetails(yaml, draft);
        });
        Part(yaml, "outputs", () =>
        {
            foreach (var (index, output) in draft.AllOutputs.Index())
            {
                if (index > 0)
                    yaml.Blank();
                yaml.Item(() => Output(yaml, output));
            }
        });
    }

    private static void Output(YamlWriter yaml, DraftOutput output)
    {
        yaml.Section("package", () => yaml.Text("name", output.Name));
        yaml.Section("build", () =>
        {
            yaml.Text("noarch", output.NoArch);
            Script(yaml, output.Script);
            Files(yaml, output);
            Python(yaml, output.EntryPoints);
        });
        yaml.Section("requirements", () => Requirements(yaml, output.Requirements));
        yaml.Section("tests", () => Tests(yaml, output.Tests));
        yaml.Section("about", () => yaml.Text("summary", output.Summary));
    }

    private static void Files(YamlWriter yaml, DraftOutput output)
    {
        if (output.NotFiles.Count == 0)
        {
            if (output.Files.Count > 0)
                yaml.Section("files", () => Plain(yaml, output.Files));
            return;
        }
        yaml.Section("files", () =>
        {
            yaml.Section("include", () => Plain(yaml, output.Files));
            yaml.Section("exclude", () => Plain(yaml, output.NotFiles));
        });
    }

    private static void Source(YamlWriter yaml, RecipeDraft draft) => Part(yaml, "source", () =>
    {
        if (draft.Urls.Count == 1)
            yaml.Text("url", draft.Urls[0]);
        else if (draft.Urls.Count > 1)
            yaml.Section("url", () => Plain(yaml, draft.Urls));
        yaml.Text("path", draft.SourcePath);
        yaml.Text("sha256", draft.Sha256);
    });

    private static void Skip(YamlWriter yaml, RecipeDraft draft)
    {
        if (draft.Skip.Count > 0)
            yaml.Section("skip", () => Plain(yaml, draft.Skip.Select(skip => skip.Expression)));
    }

    private static void BuildDetails(YamlWriter yaml, RecipeDraft draft)
    {
        if (draft.MergesEnvironmentsOnWindows)
            yaml.Line("merge_build_and_host_envs: ${{ true if win else false }}");
        yaml.Section("dynamic_linking", () =>
        {
            if (draft.Rpaths.Count > 0)
                yaml.Section("rpaths", () => Plain(yaml, draft.Rpaths));
            List(yaml, "missing_dso_allowlist", draft.MissingLibraries);
        });
    }

    private static void Script(YamlWriter yaml, IReadOnlyList<DraftLine> script)
    {
        if (script is [{ When: null, Comment: null } only])
            yaml.Text("script", only.Text);
        else
            List(yaml, "script", script);
    }

    private static void Python(YamlWriter yaml, IReadOnlyList<string> entryPoints)
    {
        if (entryPoints.Count > 0)
            yaml.Section("python", () => yaml.Section("entry_points", () => Plain(yaml, entryPoints)));
    }

    private static void Requirements(YamlWriter yaml, DraftRequirements requirements)
    {
        List(yaml, "build", requirements.Build);
        List(yaml, "host", requirements.Host);
        List(yaml, "run", requirements.Run);
        List(yaml, "run_constraints", requirements.Constraints);
        List(yaml, "run_exports", requirements.RunExports);
        yaml.Section("extras", () =>
        {
            foreach (var (name, lines) in requirements.Extras)
                List(yaml, name, lines);
        });
    }

    private static void Tests(YamlWriter yaml, DraftTests tests)
    {
        if (tests.Imports.Count > 0)
        {
            yaml.Item(() => yaml.Section("python", () =>
            {
                yaml.Section("imports", () => Plain(yaml, tests.Imports));
                yaml.Line("pip_check: true");
                yaml.Text("python_version", tests.PythonVersion);
            }));
        }
        if (tests.Commands.Count > 0)
            yaml.Item(() => List(yaml, "script", tests.Commands));
        if (tests.Files.Count > 0)
            yaml.Item(() => yaml.Section("package_contents", () => yaml.Section("files", () => Plain(yaml, tests.Files))));
    }

    private static void About(YamlWriter yaml, DraftAbout about)
    {
        yaml.Text("homepage", about.HomePage);
        yaml.Text("summary", about.Summary);
        yaml.Text("description", about.Description);
        yaml.Text("license", about.Licence);
        // The script copies those of the host environment beside the source.
        var files = about.LicenceFiles.Concat(about.LicenceFilesOfHost.Select(path => path[(path.LastIndexOf('/') + 1)..])).ToList();
        if (files.Count == 1)
            yaml.Text("license_file", files[0]);
        else if (files.Count > 1)
            yaml.Section("license_file", () => Plain(yaml, files));
        yaml.Text("documentation", about.Documentation);
        yaml.Text("repository", about.Repository);
    }

    // Neighbours with the same condition share one 'if'.
    private static void List(YamlWriter yaml, string key, IReadOnlyList<DraftLine> lines)
    {
        if (lines.Count == 0)
            return;
        yaml.Section(key, () =>
        {
            for (var i = 0; i < lines.Count;)
            {
                var same = lines.Skip(i).TakeWhile(line => line.When == lines[i].When).ToList();
                if (lines[i].When is { } condition)
                {
                    yaml.Item(() =>
                    {
                        yaml.Text("if", condition.Expression);
                        yaml.Section("then", () => Items(yaml, same));
                    });
                }
                else
                {
                    Items(yaml, same);
                }
                i += same.Count;
            }
        });
    }

    private static void Items(YamlWriter yaml, IEnumerable<DraftLine> lines)
    {
        foreach (var line in lines)
        {
            if (line.Comment is not null)
                yaml.Line($"# {line.Comment}");
            yaml.Line($"- {YamlWriter.Scalar(line.Text)}");
        }
    }

    private static void Plain(YamlWriter yaml, IEnumerable<string> items)
    {
        foreach (var item in items)
            yaml.Line($"- {YamlWriter.Scalar(item)}");
    }

    private static void Part(YamlWriter yaml, string key, Action body) => yaml.Part(key, body);
}
