using Hearth.Recipes.Syntax;

namespace Hearth.Recipes.Linting;

/// <summary>Rules on <c>source</c>.</summary>
internal static class SourceRules
{
    private const int Sha256Length = 64;
    private const int Md5Length = 32;

    private static readonly LintRule NoHash = LintRule.Error(
        3420, LintFile.Recipe, "Source without a digest", "What is downloaded must be what was reviewed. Give the SHA-256 of the file.",
        "source:\n  url: https://example.org/a-1.0.tar.gz", $"source:\n  url: https://example.org/a-1.0.tar.gz\n  sha256: {new string('0', 64)}");

    private static readonly LintRule WeakHash = LintRule.Warning(
        3421, LintFile.Recipe, "Source with a weak digest", "MD5 and SHA-1 can be forged. Give the SHA-256.",
        $"source:\n  url: https://example.org/a-1.0.tar.gz\n  md5: {new string('0', 32)}", $"source:\n  url: https://example.org/a-1.0.tar.gz\n  sha256: {new string('0', 64)}");

    private static readonly LintRule BadHash = LintRule.Error(
        3422, LintFile.Recipe, "Digest of the wrong length", "A SHA-256 has 64 hexadecimal digits, an MD5 has 32.",
        "source:\n  url: https://example.org/a-1.0.tar.gz\n  sha256: abc", $"source:\n  url: https://example.org/a-1.0.tar.gz\n  sha256: {new string('0', 64)}");

    private static readonly LintRule OldPyPi = LintRule.Warning(
        3423, LintFile.Recipe, "Old address of PyPI", "pypi.io and pypi.python.org only redirect. The stable form is https://pypi.org/packages/source/n/name/name-version.tar.gz.",
        $"source:\n  url: https://pypi.io/packages/source/a/a/a-1.0.tar.gz\n  sha256: {new string('0', 64)}",
        $"source:\n  url: https://pypi.org/packages/source/a/a/a-1.0.tar.gz\n  sha256: {new string('0', 64)}", isFixable: true);

    private static readonly LintRule HashedPyPi = LintRule.Advice(
        3424, LintFile.Recipe, "Address of PyPI that changes with each version", "Addresses below files.pythonhosted.org/packages/<digits> hold a digest, so no tool can form that of the next version.",
        $"source:\n  url: https://files.pythonhosted.org/packages/aa/bb/{new string('c', 60)}/a-1.0.tar.gz\n  sha256: {new string('0', 64)}",
        $"source:\n  url: https://pypi.org/packages/source/a/a/a-1.0.tar.gz\n  sha256: {new string('0', 64)}");

    private static readonly LintRule GitMoves = LintRule.Error(
        3425, LintFile.Recipe, "Git source that moves", "Without a tag or a revision each build takes what the branch holds that day.",
        "source:\n  git_url: https://example.org/a.git", "source:\n  git_url: https://example.org/a.git\n  git_rev: v1.0");

    private static readonly LintRule BranchArchive = LintRule.Error(
        3426, LintFile.Recipe, "Archive of a branch", "The archive of a branch changes with every commit, so its digest breaks. Use a tag or a commit.",
        $"source:\n  url: https://github.com/a/a/archive/main.tar.gz\n  sha256: {new string('0', 64)}",
        $"source:\n  url: https://github.com/a/a/archive/v1.0.tar.gz\n  sha256: {new string('0', 64)}");

    private static readonly LintRule NoVersionInUrl = LintRule.Advice(
        3427, LintFile.Recipe, "Address without the version", "An address that uses the variable 'version' moves on with it; one that spells the version out is forgotten in an update.",
        $"package:\n  name: a\n  version: 1.0.3\nsource:\n  url: https://example.org/a-1.0.3.tar.gz\n  sha256: {new string('0', 64)}",
        $"package:\n  name: a\n  version: {{{{ version }}}}\nsource:\n  url: https://example.org/a-{{{{ version }}}}.tar.gz\n  sha256: {new string('0', 64)}");

    private static readonly LintRule Unencrypted = LintRule.Advice(
        3428, LintFile.Recipe, "Source over plain http", "The digest protects the bytes, not who sees or blocks the request. Use https where the host has it.",
        $"source:\n  url: http://example.org/a-1.0.tar.gz\n  sha256: {new string('0', 64)}", $"source:\n  url: https://example.org/a-1.0.tar.gz\n  sha256: {new string('0', 64)}");

    private static readonly LintRule OldSystems = LintRule.Warning(
        3429, LintFile.MetaYaml, "Source from Subversion or Mercurial", "recipe.yaml has neither, and few machines have the programs. Take a release archive.",
        "source:\n  svn_url: https://example.org/a", $"source:\n  url: https://example.org/a-1.0.tar.gz\n  sha256: {new string('0', 64)}");

    public static IReadOnlyList<LintRule> All { get; } =
        [NoHash, WeakHash, BadHash, OldPyPi, HashedPyPi, GitMoves, BranchArchive, NoVersionInUrl, Unencrypted, OldSystems];

    public static void Check(LintRecipe recipe)
    {
        foreach (var package in recipe.Packages)
        {
            foreach (var source in LintRecipe.Maps(package.Node["source"]))
                CheckSource(recipe, source);
        }
    }

    private static void CheckSource(LintRecipe recipe, MappingNode source)
    {
        var keys = source.Entries.Select(entry => entry.Name).ToHashSet(StringComparer.Ordinal);
        // A key may be an expression, as in '{{ hash_type }}'.
        var hidden = recipe.IsV0 && source.Entries.Any(entry => recipe.Text.AsSpan(entry.Key.Span.Start).StartsWith("{{"));
        if (source.Find("url") is { } url)
        {
            if (!keys.Contains("sha256") && !hidden)
            {
                var weak = source.Entries.FirstOrDefault(entry => entry.Name is "md5" or "sha1");
                recipe.Report(weak is null ? NoHash : WeakHash, weak?.Key ?? url.Key, weak is null ? "the source has no digest" : $"'{weak.Name}' is the only digest");
            }
            foreach (var address in recipe.Scalars(url.Value))
                Address(recipe, address);
        }
        Length(recipe, source["sha256"], Sha256Length);
        Length(recipe, source["md5"], Md5Length);
        if (keys.Contains("svn_url") || keys.Contains("hg_url"))
            recipe.Report(OldSystems, source.Find("svn_url")?.Key ?? source.Find("hg_url")!.Key, "the source comes from a system that recipe.yaml does not know");
        var git = source.Find("git_url") ?? source.Find("git");
        if (git is not null && !keys.Overlaps(["git_rev", "git_tag", "rev", "tag"]) && !recipe.TextOf((git.Value as ScalarNode) ?? git.Key).StartsWith('.'))
            recipe.Report(GitMoves, git.Key, "neither a tag nor a revision is named");
    }

    private static void Length(LintRecipe recipe, SyntaxNode? value, int length)
    {
        if (value is ScalarNode { IsNull: false } node && recipe.Expanded(node) is var text && !text.Contains("{{", StringComparison.Ordinal)
            && (text.Length != length || !text.All(char.IsAsciiHexDigit)))
            recipe.Report(BadHash, node, $"the digest has {text.Length} characters, not {length} hexadecimal digits");
    }

    private static void Address(LintRecipe recipe, ScalarNode node)
    {
        var text = recipe.TextOf(node);
        foreach (var old in new[] { "pypi.io/", "pypi.python.org/" })
        {
            if (recipe.Text.IndexOf("://" + old, node.Span.Start, node.Span.Length, StringComparison.Ordinal) is >= 0 and var at)
                recipe.Report(OldPyPi, node, $"'{old.TrimEnd('/')}' only redirects", "write pypi.org", new TextEdit(new(at + 3, old.Length), "pypi.org/"));
        }
        if (text.Contains("files.pythonhosted.org/packages/", StringComparison.Ordinal) && !text.Contains("/packages/source/", StringComparison.Ordinal) && !text.Contains("/packages/py", StringComparison.Ordinal))
            recipe.Report(HashedPyPi, node, "the address holds a digest of this version");
        if (text.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
            recipe.Report(Unencrypted, node, "the source comes over plain http");
        foreach (var branch in new[] { "/archive/master.", "/archive/main.", "/archive/refs/heads/", "/archive/develop." })
        {
            if (text.Contains(branch, StringComparison.Ordinal))
                recipe.Report(BranchArchive, node, "the archive of a branch changes with every commit");
        }
        var version = recipe.Top.Section("package")?["version"] as ScalarNode ?? recipe.Top.Section("recipe")?["version"] as ScalarNode;
        if (version is not null && recipe.Expanded(version) is { Length: > 2 } known && known.Contains('.', StringComparison.Ordinal) && text.Contains(known, StringComparison.Ordinal))
            recipe.Report(NoVersionInUrl, node, $"the version {known} is spelled out in the address");
    }
}
