namespace Hearth.Recipes.Generation.Drafts;

/// <summary>Writes a draft as <c>meta.yaml</c>, the format of conda-build.</summary>
public static class MetaWriter
{
    public const string FileName = "meta.yaml";

    private const int SelectorColumn = 45;

    public static string Write(RecipeDraft draft)
    {
        var yaml = new YamlWriter();
        foreach (var remark in draft.Remarks)
            yaml.Line($"# {remark}");
        foreach (var (name, value) in draft.Context.Where(variable => variable.Key != "cran_mirror"))
            yaml.Line($"{{% set {name} = {YamlWriter.Quoted(value)} %}}");
        yaml.Part("package", () =>
        {
            yaml.Text("name", Old(draft.Outputs.Count > 0 && draft.HasMainOutput ? $"{draft.Name}-split" : draft.Name));
            yaml.Text("version", Old(draft.Version));
        });
        yaml.Part("source", () =>
        {
            if (draft.Urls.Count == 1)
                yaml.Text("url", Old(draft.Urls[0]));
            else if (draft.Urls.Count > 1)
                yaml.Section("url", () => Plain(yaml, draft.Urls));
            yaml.Text("path", draft.SourcePath);
            yaml.Text("sha256", draft.Sha256);
        });
        yaml.Part("build", () => Build(yaml, draft));
        if (draft.Outputs.Count == 0)
        {
            yaml.Part("requirements", () => Requirements(yaml, draft.Requirements));
            yaml.Part("test", () => Tests(yaml, draft.Tests));
        }
        else
        {
            yaml.Part("outputs", () =>
            {
                foreach (var output in draft.AllOutputs)
                    yaml.Item(() => Output(yaml, output));
            });
        }
        yaml.Part("about", () => About(yaml, draft.About));
        yaml.Part("extra", () => yaml.Section("recipe-maintainers", () => Plain(yaml, draft.Maintainers)));
        return yaml.ToString();
    }

    private static void Build(YamlWriter yaml, RecipeDraft draft)
    {
        yaml.Line("number: 0");
        if (draft.MergesEnvironmentsOnWindows)
            yaml.Line("merge_build_host: true  # [win]");
        foreach (var skip in draft.Skip)
            yaml.Line($"skip: true  # [{skip.Selector}]");
        if (draft.Rpaths.Count > 0)
            yaml.Section("rpaths", () => Plain(yaml, draft.Rpaths));
        List(yaml, "missing_dso_whitelist", draft.MissingLibraries);
        if (draft.Outputs.Count > 0)
            return;
        yaml.Text("noarch", draft.NoArch);
        Script(yaml, draft.Script);
        if (draft.EntryPoints.Count > 0)
            yaml.Section("entry_points", () => Plain(yaml, draft.EntryPoints));
    }

    private static void Output(YamlWriter yaml, DraftOutput output)
    {
        yaml.Text("name", Old(output.Name));
        yaml.Section("build", () =>
        {
            yaml.Text("noarch", output.NoArch);
            Script(yaml, output.Script);
            if (output.EntryPoints.Count > 0)
                yaml.Section("entry_points", () => Plain(yaml, output.EntryPoints));
            List(yaml, "run_exports", output.Requirements.RunExports);
        });
        if (output.Files.Count > 0)
            yaml.Section("files", () => Plain(yaml, output.Files));
        yaml.Section("requirements", () => Requirements(yaml, output.Requirements));
        yaml.Section("test", () => Tests(yaml, output.Tests));
        yaml.Section("about", () => yaml.Text("summary", output.Summary));
    }

    private static void Script(YamlWriter yaml, IReadOnlyList<DraftLine> script)
    {
        if (script is [{ When: null, Comment: null } only])
            yaml.Text("script", Old(only.Text));
        else
            List(yaml, "script", script);
    }

    private static void Requirements(YamlWriter yaml, DraftRequirements requirements)
    {
        List(yaml, "build", requirements.Build);
        List(yaml, "host", requirements.Host);
        List(yaml, "run", requirements.Run);
        List(yaml, "run_constrained", requirements.Constraints);
    }

    private static void Tests(YamlWriter yaml, DraftTests tests)
    {
        if (tests.Imports.Count > 0)
            yaml.Section("imports", () => Plain(yaml, tests.Imports));
        var commands = tests.Imports.Count > 0 ? [.. tests.Commands, "pip check"] : tests.Commands;
        List(yaml, "commands", [.. commands, .. tests.Files.Select(file => new DraftLine($"test -e $PREFIX/{file}", DraftCondition.Unix))]);
        if (tests.Imports.Count > 0)
            List(yaml, "requires", tests.PythonVersion is null ? ["pip"] : [$"python {tests.PythonVersion.TrimEnd('*', '.')}", "pip"]);
    }

    private static void About(YamlWriter yaml, DraftAbout about)
    {
        yaml.Text("home", about.HomePage);
        yaml.Text("summary", about.Summary);
        yaml.Text("description", about.Description);
        yaml.Text("license", about.Licence);
        var files = about.LicenceFiles.Concat(about.LicenceFilesOfHost.Select(path => $"{{{{ environ[\"PREFIX\"] }}}}/{path}")).ToList();
        if (files.Count == 1)
            yaml.Text("license_file", files[0]);
        else if (files.Count > 1)
            yaml.Section("license_file", () => Plain(yaml, files));
        yaml.Text("doc_url", about.Documentation);
        yaml.Text("dev_url", about.Repository);
    }

    private static void List(YamlWriter yaml, string key, IReadOnlyList<DraftLine> lines)
    {
        if (lines.Count == 0)
            return;
        yaml.Section(key, () =>
        {
            foreach (var line in lines)
            {
                if (line.Comment is not null)
                    yaml.Line($"# {line.Comment}");
                // conda-build replaces the expressions before it reads YAML, so quotes would stay.
                var item = $"- {Item(Old(line.Text))}";
                yaml.Line(line.When is { } when ? $"{item.PadRight(SelectorColumn)}  # [{when.Selector}]" : item);
            }
        });
    }

    private static string Item(string text) => text.StartsWith("{{", StringComparison.Ordinal) ? text : YamlWriter.Scalar(text);

    private static void Plain(YamlWriter yaml, IEnumerable<string> items)
    {
        foreach (var item in items)
            yaml.Line($"- {Item(Old(item))}");
    }

    // The expressions are the same; only their brackets differ.
    private static string Old(string text) => text.Replace("${{", "{{", StringComparison.Ordinal);
}
