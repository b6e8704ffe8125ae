using static Hearth.Recipes.Rendering.Shape;

namespace Hearth.Recipes.Rendering;

/// <summary>The keys of recipe.yaml: CEP 14, 41 (staging, inherit, files), 44 (extras), 45 (flags), and what rattler-build adds.</summary>
internal static class RecipeShapes
{
    public static readonly Shape Package = Map(("name", Text), ("version", Text));

    private static readonly Shape Texts = List(Text);

    private static readonly Shape Requirements = List(Requirement);

    // CEP 45 §Repodata record syntax.
    private static readonly PatternShape Flags = new(
        "a flag: lower-case letters, digits and '_', perhaps in two parts with ':' between (CEP 45)",
        text => text.Split(':') is { Length: 1 or 2 } parts && parts.All(part => part.Length > 0 && part.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_')));

    // CEP 44 §Specification.
    private static readonly PatternShape Groups = new(
        "the name of a group: 1 to 64 of lower-case letters, digits, '_', '.', '+' and '-' (CEP 44)",
        text => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '.' or '+' or '-'));

    private static readonly Shape ScriptMap = Map(
        ("interpreter", Text),
        ("env", MapOf(Text)),
        ("secrets", Texts),
        ("file", Text),
        ("cwd", Text),
        ("content", OneOrMore(Script)));

    private static readonly Shape AnyScript = OneOrMore(Script, ScriptMap);

    public static readonly Shape OneSource = Map(
        ("url", OrList(Text)),
        ("path", Text),
        ("git", Text),
        ("branch", Text),
        ("tag", Text),
        ("rev", Text),
        ("depth", Integer),
        ("lfs", Flag),
        ("expected_commit", Text),
        ("sha256", HexDigits),
        ("md5", HexDigits),
        ("file_name", Text),
        ("target_directory", Text),
        ("patches", Texts),
        ("use_gitignore", Flag),
        ("filter", ByKind(null, Texts, Map(("include", Texts), ("exclude", Texts)))),
        ("attestation", Anything));

    public static readonly Shape Source = List(OneSource);

    public static readonly Shape Build = Map(
        ("number", Integer),
        ("string", Text),
        ("skip", List(Condition)),
        ("noarch", OneOf("generic", "python")),
        ("script", AnyScript),
        ("merge_build_and_host_envs", Flag),
        ("always_include_files", Texts),
        ("always_copy_files", Texts),
        ("variant", Map(("use_keys", Texts), ("ignore_keys", Texts), ("down_prioritize_variant", Integer))),
        ("python", Map(
            ("entry_points", List(EntryPoint)),
            ("use_python_app_entrypoint", Flag),
            ("preserve_egg_dir", Flag),
            ("skip_pyc_compilation", Texts),
            ("version_independent", Flag),
            ("site_packages_path", Text))),
        ("prefix_detection", Map(
            ("force_file_type", Map(("text", Texts), ("binary", Texts))),
            ("ignore", ByKind(Flag, Texts, null)),
            ("ignore_binary_files", ByKind(Flag, Texts, null)))),
        ("dynamic_linking", Map(
            ("rpaths", Texts),
            ("binary_relocation", ByKind(Flag, Texts, null)),
            ("missing_dso_allowlist", Texts),
            ("rpath_allowlist", Texts),
            ("overdepending_behavior", OneOf("ignore", "error")),
            ("overlinking_behavior", OneOf("ignore", "error")))),
        ("files", ByKind(Texts, Texts, Map(("include", Texts), ("exclude", Texts)))),
        ("flags", List(Flags)),
        ("post_process", List(Map(("files", Texts), ("regex", Text), ("replacement", Text)))));

    public static readonly Shape RequirementSections = Map(
        ("build", Requirements),
        ("host", Requirements),
        ("run", Requirements),
        ("run_constraints", Requirements),
        ("run_exports", ByKind(Under("weak", Requirements), Under("weak", Requirements), Map(
            ("noarch", Requirements),
            ("strong", Requirements),
            ("strong_constraints", Requirements),
            ("weak", Requirements),
            ("weak_constraints", Requirements)))),
        ("ignore_run_exports", Map(("by_name", Texts), ("from_package", Texts))),
        ("extras", MapOf(Requirements, Groups)));

    public static readonly Shape Tests = List(Map(
        ("python", Map(("imports", Texts), ("pip_check", Flag), ("python_version", OrList(Text)))),
        ("perl", Map(("uses", Texts))),
        ("r", Map(("libraries", Texts))),
        ("ruby", Map(("requires", Texts))),
        ("script", AnyScript),
        ("requirements", Map(("build", Requirements), ("run", Requirements))),
        ("files", Map(("source", Texts), ("recipe", Texts))),
        ("downstream", Text),
        ("package_contents", Map(
            ("files", ByKind(Texts, Texts, Map(("exists", Texts), ("not_exists", Texts)))),
            ("site_packages", ByKind(Texts, Texts, Map(("exists", Texts), ("not_exists", Texts)))),
            ("bin", ByKind(Texts, Texts, Map(("exists", Texts), ("not_exists", Texts)))),
            ("lib", ByKind(Texts, Texts, Map(("exists", Texts), ("not_exists", Texts)))),
            ("include", ByKind(Texts, Texts, Map(("exists", Texts), ("not_exists", Texts)))),
            ("strict", Flag)))));

    public static readonly Shape About = Map(
        ("homepage", Url),
        ("repository", Url),
        ("documentation", Url),
        ("license", Text),
        ("license_family", Text),
        ("license_file", Texts),
        ("license_url", Text),
        ("summary", Text),
        ("description", ByKind(Text, null, Map(("file", Text)))),
        ("prelink_message", Text));

    public static readonly Shape Staging = Map(("name", Text));

    public static readonly Shape Inherit = ByKind(Text, null, Map(("from", Text), ("run_exports", Flag)));

    /// <summary>The keys at the top of a recipe; the renderer takes each by its own shape.</summary>
    public static readonly IReadOnlyList<string> TopLevel =
        ["$schema", "schema_version", "context", "recipe", "package", "source", "build", "requirements", "tests", "about", "extra", "outputs"];

    /// <summary>The section that has a key; null if none has.</summary>
    public static string? SectionOf(string key) => new[] { ("build", Build), ("requirements", RequirementSections), ("about", About) }
        .FirstOrDefault(section => section.Item2 is MapShape map && map.Keys.ContainsKey(key)).Item1;

    /// <summary>The keys of an output.</summary>
    public static readonly IReadOnlyList<string> Output =
        ["package", "staging", "inherit", "source", "build", "requirements", "tests", "about", "extra"];
}
