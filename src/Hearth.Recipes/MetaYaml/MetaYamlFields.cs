namespace Hearth.Recipes.MetaYaml;

/// <summary>The keys of meta.yaml by section, with what they hold.</summary>
public static class MetaYamlFields
{
    private const string Text = "text";
    private const string List = "list";
    private const string Flag = "flag";
    private const string Any = "any";

    private static readonly IReadOnlyDictionary<string, string> _build = Keys(
        (Text, "number string noarch python_site_packages_path rpaths_patcher msvc_compiler preferred_env pre-link post-link pre-unlink pin_depends"),
        (List, "entry_points features track_features no_link has_prefix_files binary_has_prefix_files skip_compile_pyc rpaths script_env "
            + "always_include_files ignore_run_exports ignore_run_exports_from force_use_keys force_ignore_keys missing_dso_whitelist runpath_whitelist "
            + "overlinking_ignore_patterns preferred_env_executable_paths"),
        (Flag, "activate_in_script osx_is_app disable_pip preserve_egg_dir noarch_python detect_binary_files_with_prefix skip merge_build_host include_recipe error_overdepending error_overlinking"),
        (Any, "script run_exports requires_features provides_features binary_relocation ignore_prefix_files"));

    private static readonly IReadOnlyDictionary<string, string> _source = Keys(
        (Text, "fn md5 sha1 sha224 sha256 sha384 sha512 content_md5 content_sha256 path git_url git_tag git_branch git_rev git_depth hg_url hg_tag svn_url svn_rev svn_username svn_password folder target_directory lfs"),
        (Flag, "path_via_symlink svn_ignore_externals no_hoist"),
        (List, "url patches"));

    private static readonly IReadOnlyDictionary<string, string> _requirements = Keys((List, "build host run conflicts run_constrained"));

    private static readonly IReadOnlyDictionary<string, string> _test = Keys((List, "requires commands files imports source_files downstreams"));

    private static readonly IReadOnlyDictionary<string, string> _about = Keys(
        (Text, "home dev_url doc_url doc_source_url license_url license summary description license_family readme url"),
        (List, "license_file identifiers tags keywords prelink_message"));

    /// <summary>Keys of each section; the values are <c>text</c>, <c>list</c>, <c>flag</c>, or <c>any</c>.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Sections { get; } =
        new Dictionary<string, IReadOnlyDictionary<string, string>>(StringComparer.Ordinal)
        {
            ["package"] = Keys((Text, "name version")),
            ["source"] = _source,
            ["build"] = _build,
            ["requirements"] = _requirements,
            ["app"] = Keys((Text, "entry icon summary type cli_opts"), (Flag, "own_environment")),
            ["test"] = _test,
            ["about"] = _about,
        };

    /// <summary>The keys of an output; those that hold a section are checked as that section.</summary>
    public static IReadOnlyDictionary<string, string> Output { get; } = Keys(
        (Text, "name version number script_interpreter type target noarch"),
        (List, "entry_points"),
        (Any, "script files build requirements test tests about source run_exports extra string"));

    /// <summary>The sections that a file may have at its top.</summary>
    public static IReadOnlyList<string> TopLevel { get; } = ["package", "source", "build", "requirements", "app", "outputs", "test", "about", "extra"];

    private static Dictionary<string, string> Keys(params ReadOnlySpan<(string Kind, string Names)> groups)
    {
        Dictionary<string, string> keys = new(StringComparer.Ordinal);
        foreach (var (kind, names) in groups)
        {
            foreach (var name in names.Split(' '))
                keys[name] = kind;
        }
        return keys;
    }
}
