using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>Rules on what lies around a recipe: its folder, its variants, conda-forge.yml.</summary>
internal static class FeedstockRules
{
    private static readonly LintRule TwoRecipes = LintRule.Error(
        3510, LintFile.Feedstock, "Two recipes in one folder", "meta.yaml and recipe.yaml side by side: tools take one and ignore the other. Keep one.",
        "recipe/meta.yaml\nrecipe/recipe.yaml", "recipe/recipe.yaml");

    private static readonly LintRule NoPatch = LintRule.Error(
        3511, LintFile.Feedstock, "Patch that is not there", "The recipe names a patch, and its folder does not have the file.",
        "patches:\n  - fix.patch", "patches:\n  - fix.patch   # recipe/fix.patch exists");

    private static readonly LintRule UnusedPatch = LintRule.Warning(
        3512, LintFile.Feedstock, "Patch that nobody applies", "A patch lies in the folder, and the recipe does not name it.",
        "recipe/old.patch", "no such file");

    private static readonly LintRule VariantsNotYaml = LintRule.Error(
        3520, LintFile.Variants, "Variants that cannot be read", "The file is not YAML, or not a map of keys to lists.",
        "python: [3.12", "python:\n  - \"3.12\"");

    private static readonly LintRule ZipLengths = LintRule.Error(
        3521, LintFile.Variants, "Zipped keys of different lengths", "Keys in one group of 'zip_keys' go through their values together, so they need the same number of them.",
        "a:\n  - 1\n  - 2\nb:\n  - 1\nzip_keys:\n  -\n    - a\n    - b", "a:\n  - 1\n  - 2\nb:\n  - 1\n  - 2\nzip_keys:\n  -\n    - a\n    - b");

    private static readonly LintRule NotAList = LintRule.Warning(
        3522, LintFile.Variants, "Variant that is no list", "Each key has a list of values, even if it is one.",
        "cuda: None", "cuda:\n  - None");

    private static readonly LintRule DeploymentTarget = LintRule.Warning(
        3523, LintFile.Variants, "Old way to choose a macOS", "MACOSX_DEPLOYMENT_TARGET alone does not reach the package's metadata. Give c_stdlib_version for macOS.",
        "MACOSX_DEPLOYMENT_TARGET:\n  - 10.15  # [osx]", "c_stdlib_version:\n  - 10.15  # [osx]");

    private static readonly LintRule SysrootVersion = LintRule.Warning(
        3524, LintFile.Variants, "Old way to choose a sysroot", "sysroot_linux-64 was replaced by c_stdlib_version.",
        "sysroot_linux_64:\n  - 2.17", "c_stdlib_version:\n  - 2.17  # [linux]");

    private static readonly LintRule SelectorAtKey = LintRule.Advice(
        3525, LintFile.Variants, "Selector at a key", "A selector at a key removes that line and leaves its values to the key above. Put it at each value, too.",
        "a:\n  - 1\nb:  # [win]\n  - 2", "a:\n  - 1\nb:\n  - 2  # [win]");

    private static readonly LintRule ConfigurationNotYaml = LintRule.Error(
        3530, LintFile.Configuration, "conda-forge.yml that cannot be read", "The file is not YAML, or not a map of settings.",
        "provider: [", "provider:\n  linux_aarch64: default");

    private static readonly LintRule UnknownSetting = LintRule.Warning(
        3531, LintFile.Configuration, "Unknown setting", "conda-smithy ignores what it does not know.",
        "providers:\n  linux: azure", "provider:\n  linux: azure");

    private static readonly LintRule UnknownPlatform = LintRule.Error(
        3532, LintFile.Configuration, "Unknown platform", "Platforms are linux_64, linux_aarch64, linux_ppc64le, linux_armv7l, linux_s390x, linux_riscv64, osx_64, osx_arm64, win_64, win_arm64 and the short linux, osx, win.",
        "provider:\n  linux_arm: default", "provider:\n  linux_aarch64: default");

    private static readonly LintRule UnknownProvider = LintRule.Error(
        3533, LintFile.Configuration, "Unknown provider", "Builds run on azure, circle, travis, appveyor, drone, woodpecker or github_actions; also default, native, emulated and None.",
        "provider:\n  linux_64: jenkins", "provider:\n  linux_64: azure");

    private static readonly LintRule OldSetting = LintRule.Warning(
        3534, LintFile.Configuration, "Setting without effect", "The setting was removed from conda-smithy.",
        "compiler_stack: comp7", "conda_build_tool: rattler-build");

    private static readonly LintRule WrongTool = LintRule.Error(
        3535, LintFile.Configuration, "Build tool that cannot read the recipe", "recipe.yaml needs 'conda_build_tool: rattler-build'; conda-build reads meta.yaml.",
        "conda_build_tool: conda-build   # beside recipe.yaml", "conda_build_tool: rattler-build");

    private static readonly LintRule BadAutomerge = LintRule.Error(
        3536, LintFile.Configuration, "Automerge that is neither", "'bot: automerge' is true, false, 'version' or 'migration'.",
        "bot:\n  automerge: always", "bot:\n  automerge: version");

    private static readonly LintRule NoErrors = LintRule.Advice(
        3537, LintFile.Configuration, "Linking errors switched off", "'error_overlinking: false' lets packages link against what they do not depend on.",
        "conda_build:\n  error_overlinking: false", "conda_build:\n  error_overlinking: true");

    private static readonly HashSet<string> _settings = new(StringComparer.Ordinal)
    {
        "appveyor", "azure", "bot", "build_platform", "build_with_mambabuild", "channel_priority", "channel_targets", "channels", "choco", "circle", "clone_depth", "conda_build", "conda_build_tool", "conda_install_tool",
        "conda_forge_output_validation", "conda_solver", "config_version", "docker", "drone", "exclusive_config_file", "exclusive_config_files", "extra_build_args", "github", "github_actions", "idle_timeout_minutes", "linter", "noarch_platforms",
        "os_version", "package", "private_upload", "provider", "recipe_dir", "remote_ci_setup", "remote_ci_setup_update", "secrets", "shellcheck", "skip_render", "stage", "test", "test_on_native_only", "timeout_minutes", "travis", "upload_on_branch",
        "win_64", "woodpecker", "workflow_settings", "provide_win_tools", "templates", "max_py_ver", "max_r_ver", "min_py_ver", "min_r_ver", "compiler_stack", "tox", "upload_packages", "zip_keys", "pkg_format",
    };

    private static readonly string[] _oldSettings = ["compiler_stack", "max_py_ver", "max_r_ver", "min_py_ver", "min_r_ver", "build_with_mambabuild"];

    private static readonly string[] _platforms =
        ["linux", "osx", "win", "linux_64", "linux_aarch64", "linux_ppc64le", "linux_armv7l", "linux_s390x", "linux_riscv64", "osx_64", "osx_arm64", "win_64", "win_arm64", "emscripten_wasm32", "noarch"];

    private static readonly string[] _providers =
        ["azure", "circle", "travis", "appveyor", "drone", "woodpecker", "github_actions", "default", "native", "emulated", "None", "none", "null", ""];

    public static IReadOnlyList<LintRule> All { get; } =
    [
        TwoRecipes, NoPatch, UnusedPatch, VariantsNotYaml, ZipLengths, NotAList, DeploymentTarget, SysrootVersion, SelectorAtKey, ConfigurationNotYaml, UnknownSetting, UnknownPlatform, UnknownProvider,
        OldSetting, WrongTool, BadAutomerge, NoErrors,
    ];

    public static void Check(LintFolder folder, bool isV0)
    {
        Files(folder);
        if (folder.Variants is { } variants)
            Variants(folder, variants);
        if (folder.Configuration is { } configuration)
            Configuration(folder, configuration, isV0);
    }

    private static void Files(LintFolder folder)
    {
        if (folder.Files.Contains("meta.yaml") && folder.Files.Contains("recipe.yaml"))
            folder.Report(TwoRecipes, folder.Folder, "meta.yaml and recipe.yaml lie side by side");
        foreach (var patch in folder.Files.Where(file => file.EndsWith(".patch", StringComparison.Ordinal) || file.EndsWith(".diff", StringComparison.Ordinal)))
        {
            if (!folder.Recipe.Contains(Path.GetFileName(patch), StringComparison.Ordinal) && !folder.Recipe.Contains("patch{{", StringComparison.Ordinal) && !folder.Recipe.Contains("}}.patch", StringComparison.Ordinal))
                folder.Report(UnusedPatch, Path.Combine(folder.Folder, patch), "the recipe does not name the patch");
        }
    }

    public static void Patches(LintFolder folder, LintRecipe recipe)
    {
        foreach (var source in recipe.Packages.SelectMany(package => LintRecipe.Maps(package.Node["source"])))
        {
            foreach (var patch in recipe.Scalars(source["patches"]))
            {
                var name = recipe.Expanded(patch);
                if (!name.Contains("{{", StringComparison.Ordinal) && !folder.Files.Contains(name))
                    folder.Report(NoPatch, recipe.Tree, patch, $"there is no file '{name}' beside the recipe");
            }
        }
    }

    private static void Variants(LintFolder folder, string text)
    {
        var tree = SyntaxTree.Parse(text, folder.VariantsFile, SyntaxRules.Template);
        if (tree.Root is not MappingNode root)
        {
            if (tree.Problems.Count > 0 || tree.Root is not (null or ScalarNode { IsNull: true }))
                folder.Report(VariantsNotYaml, folder.VariantsFile, tree.Problems is [var problem, ..] ? problem.Message : "the file is no map", null, tree.Problems is [{ Position: { } at }, ..] ? at : new(1, 1));
            return;
        }
        foreach (var entry in root.Entries)
        {
            if (entry.Value is ScalarNode { IsNull: false } && entry.Name is not ("CONDA_BUILD_SYSROOT"))
                folder.Report(NotAList, tree, entry.Value, $"'{entry.Name}' has one value and no list");
            if (entry.Name == "MACOSX_DEPLOYMENT_TARGET" && root["c_stdlib_version"] is null)
                folder.Report(DeploymentTarget, tree, entry.Key, "MACOSX_DEPLOYMENT_TARGET without c_stdlib_version");
            if (entry.Name.StartsWith("sysroot_linux", StringComparison.Ordinal))
                folder.Report(SysrootVersion, tree, entry.Key, $"'{entry.Name}' was replaced");
            if (entry.Value is SequenceNode { IsFlow: false } values && HasSelector(tree, entry.Key) && values.Items.Any(value => !HasSelector(tree, value)))
                folder.Report(SelectorAtKey, tree, entry.Key, $"the selector at '{entry.Name}' leaves its values behind");
        }
        Zipped(folder, tree, root);
    }

    private static bool HasSelector(SyntaxTree tree, SyntaxNode node) =>
        MetaYaml.SelectorComment.Of(tree.Source.Text.AsSpan()[tree.Source.LineStart(node.Span.Start)..tree.Source.LineEnd(node.Span.Start)]) is not null;

    private static void Zipped(LintFolder folder, SyntaxTree tree, MappingNode root)
    {
        // Selectors decide how many values are left; without them the numbers are known.
        if (root["zip_keys"] is not SequenceNode groups || tree.Source.Text.Contains("# [", StringComparison.Ordinal))
            return;
        foreach (var group in groups.Items.OfType<SequenceNode>())
        {
            var lengths = group.Items.OfType<ScalarNode>().Select(key => root[key.Value]).OfType<SequenceNode>().Select(values => values.Items.Count).Distinct().ToList();
            if (lengths.Count > 1)
                folder.Report(ZipLengths, tree, group, $"the keys have {string.Join(" and ", lengths.Order())} values");
        }
    }

    private static void Configuration(LintFolder folder, string text, bool isV0)
    {
        var tree = SyntaxTree.Parse(text, folder.ConfigurationFile);
        if (tree.Root is not MappingNode root)
        {
            if (tree.Problems.Count > 0 || tree.Root is not (null or ScalarNode { IsNull: true }))
                folder.Report(ConfigurationNotYaml, folder.ConfigurationFile, tree.Problems is [var problem, ..] ? problem.Message : "the file is no map", null, tree.Problems is [{ Position: { } at }, ..] ? at : new(1, 1));
            return;
        }
        foreach (var entry in root.Entries)
        {
            if (_oldSettings.Contains(entry.Name))
                folder.Report(OldSetting, tree, entry.Key, $"'{entry.Name}' was removed");
            else if (!_settings.Contains(entry.Name))
                folder.Report(UnknownSetting, tree, entry.Key, $"there is no setting '{entry.Name}'");
            if (entry.Name is "provider" or "build_platform" or "os_version")
                Platforms(folder, tree, entry);
        }
        if (!isV0 && root["conda_build_tool"] is ScalarNode { Value: not "rattler-build" } tool)
            folder.Report(WrongTool, tree, tool, $"'{tool.Value}' does not read recipe.yaml");
        if ((root["bot"] as MappingNode)?["automerge"] is ScalarNode { IsNull: false, Kind: not ScalarKind.Boolean, Value: not ("version" or "migration") } automerge)
            folder.Report(BadAutomerge, tree, automerge, $"'{automerge.Value}' is no choice");
        if ((root["conda_build"] as MappingNode)?["error_overlinking"] is ScalarNode { Kind: ScalarKind.Boolean, Boolean: false } off)
            folder.Report(NoErrors, tree, off, "linking against what is not required goes unnoticed");
    }

    private static void Platforms(LintFolder folder, SyntaxTree tree, MappingEntry setting)
    {
        foreach (var entry in (setting.Value as MappingNode)?.Entries ?? [])
        {
            if (!_platforms.Contains(entry.Name))
                folder.Report(UnknownPlatform, tree, entry.Key, $"there is no platform '{entry.Name}'");
            if (setting.Name != "provider")
                continue;
            IEnumerable<SyntaxNode> providers = entry.Value is SequenceNode list ? list.Items : [entry.Value];
            foreach (var provider in providers.OfType<ScalarNode>().Where(provider => !_providers.Contains(provider.Value)))
                folder.Report(UnknownProvider, tree, provider, $"there is no provider '{provider.Value}'");
        }
    }
}
