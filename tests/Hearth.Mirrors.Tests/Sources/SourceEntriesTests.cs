using Hearth.Mirrors.Sources;
using Hearth.Recipes.Syntax;

namespace Hearth.Mirrors.Tests.Sources;

public sealed class SourceEntriesTests
{
    private const string Sha256 = "ab5a03176ee106d3f0fa90e381da478ddae405918153cca248e682cd0c4a2269";
    private const string Md5 = "0febfafd14330c9dcaa40de2d82d40ad";

    [Fact]
    public void A_file_has_its_addresses_digests_name_folder_and_patches_in_either_format()
    {
        var old = One($"url: https://a.example/x-1.tar.gz\nfn: y.tar.gz\nsha256: {Sha256}\nmd5: {Md5}\nfolder: z\npatches:\n  - a.patch\n  - b/c.patch\n");
        var modern = One($"url: https://a.example/x-1.tar.gz\nfile_name: y.tar.gz\nsha256: {Sha256}\nmd5: {Md5}\ntarget_directory: z\npatches: [a.patch, b/c.patch]\n");
        Assert.Equal(old.Reference.ToJson(), modern.Reference.ToJson());
        Assert.Equal((old.Folder, modern.Folder), ("z", "z"));
        Assert.Equal(["a.patch", "b/c.patch"], old.Patches);
        Assert.Equal(old.Patches, modern.Patches);
        Assert.Equal(["sha256", "md5"], old.Reference.Promised.Select(digest => digest.Algorithm));
        Assert.Equal("y.tar.gz", old.Reference.File);
        Assert.Null(old.Reference.WhyNot);
    }

    [Theory]
    [InlineData("fn: ../../../etc/evil", "evil")]
    [InlineData("fn: sub/y.tar.gz", "y.tar.gz")]
    [InlineData("fn: 'y\\z'", "x")]
    [InlineData("fn: \"\\e[2Jy\"", "x")]
    public void A_name_that_leads_elsewhere_or_steers_a_terminal_is_none(string name, string file) =>
        Assert.Equal(file, One($"url: https://a.example/x\n{name}").Reference.File);

    [Fact]
    public void An_address_is_shown_without_what_steers_a_terminal() => Assert.DoesNotContain('\e', One("url: \"https://a.example/\\e[2J\"").Reference.ToString());

    [Fact]
    public void Several_addresses_are_mirrors_of_one_file() =>
        Assert.Equal(["https://a.example/x", "https://b.example/x"], One($"url:\n  - https://a.example/x\n  - https://b.example/x\nsha256: {Sha256}").Reference.Urls);

    // Each would be asked, one after the other.
    [Fact]
    public void A_hundred_addresses_of_a_source_are_read() =>
        Assert.Equal(100, One($"url: [{string.Join(", ", Enumerable.Range(0, 5_000).Select(number => $"'https://a.example/{number}'"))}]\nsha256: {Sha256}").Reference.Urls.Count);

    [Fact]
    public void A_list_is_several_sources_in_order() =>
        Assert.Equal(["x", "y"], Read("- url: https://a.example/x\n- url: https://a.example/y").Select(source => source.Reference.File));

    [Theory]
    [InlineData("git_url: https://a.example/r.git\ngit_rev: v1", "v1", null)]
    [InlineData("git_url: https://a.example/r.git\ngit_tag: v1", "v1", "tag")]
    [InlineData("git: https://a.example/r.git\ntag: v1", "v1", "tag")]
    [InlineData("git: https://a.example/r.git\nbranch: main", "main", "branch")]
    [InlineData("git: https://a.example/r.git\nrev: 0123456789012345678901234567890123456789", "0123456789012345678901234567890123456789", null)]
    [InlineData("git: https://a.example/r.git", null, null)]
    public void A_repository_has_a_revision(string entry, string? revision, string? kind)
    {
        var reference = One(entry).Reference;
        Assert.Equal((SourceReference.GitKind, revision, kind, null), (reference.Kind, reference.Revision, reference.RevisionKind, reference.WhyNot));
    }

    [Fact]
    public void A_number_is_a_revision_as_it_is_written() => Assert.Equal("1.10", One("git_url: https://a.example/r.git\ngit_rev: 1.10").Reference.Revision);

    [Fact]
    public void Large_files_that_a_recipe_wants_are_remembered() => Assert.True(One("git: https://a.example/r.git\nlfs: true").Reference.WantsLargeFiles);

    [Theory]
    [InlineData("path: ../src", SourceReference.PathKind)]
    [InlineData("url: ../x.tar.gz", SourceReference.PathKind)]
    [InlineData("url: file:///home/me/x.tar.gz", SourceReference.PathKind)]
    [InlineData("svn_url: https://a.example/svn", SourceReference.SubversionKind)]
    [InlineData("hg_url: https://a.example/hg", SourceReference.MercurialKind)]
    [InlineData("url: ftp://a.example/x.tar.gz", SourceReference.UrlKind)]
    [InlineData("git_url: git@a.example:r.git", SourceReference.GitKind)]
    [InlineData("git_url: git://a.example/r.git", SourceReference.GitKind)]
    [InlineData("git_url: /home/me/r", SourceReference.GitKind)]
    [InlineData("url: https://a.example/${{ version }}.tar.gz", SourceReference.UnreadableKind)]
    [InlineData("url: https://a.example/{{ version }}.tar.gz", SourceReference.UnreadableKind)]
    public void What_nobody_can_fetch_says_why(string entry, string kind)
    {
        var reference = One(entry).Reference;
        Assert.Equal(kind, reference.Kind);
        Assert.NotNull(reference.WhyNot);
    }

    [Theory]
    [InlineData("")]
    [InlineData("~")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("patches: [a.patch]")]
    [InlineData("text")]
    public void A_recipe_without_sources_has_none(string section) => Assert.Empty(Read(section));

    [Fact]
    public void A_digest_that_is_none_promises_nothing() => Assert.Empty(One("url: https://a.example/x\nsha256: abc\nmd5: ''").Reference.Promised);

    [Fact]
    public void What_is_kept_of_a_reference_can_be_read_again()
    {
        var reference = One($"url: https://a.example/x\nsha256: {Sha256}").Reference;
        Assert.Equal(reference.ToJson(), SourceReference.Parse(reference.ToJson()).ToJson());
    }

    private static RecipeSource One(string entry) => Assert.Single(Read(entry));

    private static IReadOnlyList<RecipeSource> Read(string section) => SourceEntries.Read(SyntaxTree.Parse(section, null).Root);
}
