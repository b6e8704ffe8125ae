using CsCheck;
using Hearth.Recipes.Generation.Splitting;

namespace Hearth.Recipes.Tests.Generation.Splitting;

public sealed class SplitPlanTests
{
    private static readonly InstalledFile[] Foo =
    [
        new("bin/foo"), new("bin/foo-config"), new("include/foo.h"), new("include/foo/bar.h"), new("lib/libfoo.a"), new("lib/libfoo.so", "libfoo.so.1"),
        new("lib/libfoo.so.1", "libfoo.so.1.4.2"), new("lib/libfoo.so.1.4.2"), new("lib/libfoo.dylib", "libfoo.1.dylib"), new("lib/libfoo.1.dylib"), new("lib/foo/plugin.so"), new("lib/pkgconfig/foo.pc"),
        new("lib/cmake/foo/foo-config.cmake"), new("share/man/man1/foo.1"), new("share/man/man3/foo.3"), new("share/foo/data.bin"),
        new("Library/bin/foo.dll"), new("Library/bin/foo.exe"), new("Library/lib/foo.lib"), new("Library/lib/foo_static.lib"), new("lib/python3.12/site-packages/foo/__init__.py"),
    ];

    [Fact]
    public void A_library_is_split_as_CFEP_18_says()
    {
        var plan = SplitPlan.Of("foo", "1.4.2", Foo);
        Assert.Equal(["libfoo", "libfoo-devel", "libfoo-static", "foo", "python-foo"], plan.Outputs.Select(output => output.Name));
        Assert.Equal(["Library/bin/foo.dll", "lib/foo/plugin.so", "lib/libfoo.1.dylib", "lib/libfoo.so.1", "lib/libfoo.so.1.4.2", "share/foo/data.bin"], Paths(plan, FilePart.Runtime));
        Assert.Equal(["Library/lib/foo_static.lib", "lib/libfoo.a"], Paths(plan, FilePart.Static));
        Assert.Equal(["Library/bin/foo.exe", "bin/foo", "share/man/man1/foo.1"], Paths(plan, FilePart.Tools));
        Assert.Contains("bin/foo-config", Paths(plan, FilePart.Development));
        Assert.Contains("Library/lib/foo.lib", Paths(plan, FilePart.Development));
        Assert.Equal("x", plan.UpperBound);
    }

    [Fact]
    public void Globs_stay_right_when_the_next_version_comes() =>
        Assert.Equal(
            ["Library/bin/foo.dll", "lib/foo/**", "lib/libfoo.*.dylib", "lib/libfoo.so.*", "share/foo/**"],
            SplitPlan.Of("foo", "1.4.2", Foo).Find(FilePart.Runtime)!.Globs);

    [Theory]
    [InlineData("libfoo", "libfoo libfoo-devel libfoo")]
    [InlineData("foo", "libfoo libfoo-devel foo")]
    public void The_old_name_stays_installable(string name, string outputs)
    {
        var plan = SplitPlan.Of(name, "1", [new("include/a.h"), new("lib/libfoo.so")]);
        Assert.Equal(outputs.Split(' ').Distinct(), plan.Outputs.Select(output => output.Name));
        Assert.Equal(name == "foo", plan.Outputs[^1].IsMeta);
    }

    [Theory]
    [InlineData("1.4.2", "lib/libfoo.so.1", "x")]
    [InlineData("1.4.2", "lib/libfoo.so.1.4", "x.x")]
    [InlineData("1.4.2", "lib/libfoo.so.1.4.2", "x.x.x")]
    [InlineData("1.4.2", "lib/libfoo.1.4.dylib", "x.x")]
    [InlineData("1.4.2", "lib/libfoo.so.62", "x.x")]
    [InlineData("1.4.2", "lib/libfoo.so", "x.x.x")]
    public void The_pin_follows_the_library_s_own_number(string version, string library, string bound) =>
        Assert.Equal(bound, SplitPlan.Of("foo", version, [new(library)]).UpperBound);

    [Fact]
    public void Every_file_of_any_tree_lands_in_exactly_one_output()
    {
        var part = Gen.Int[0, 9].Select(i => ((string[])["lib", "include", "bin", "share", "foo", "cmake", "pkgconfig", "Library", "man1", "site-packages"])[i]);
        var name = Gen.Int[0, 15].Select(i => ((string[])["a.h", "liba.so", "liba.so.1", "liba.so.1.2", "liba.a", "a", "a.dll", "a.lib", "a.1.dylib", "a.dylib", "a-config", "b.pc", "*", "a b", "[x]", "c.so.d"])[i]);
        var path = Gen.Select(part.Array[0, 4], name, (folders, file) => string.Join('/', [.. folders, file]));
        var file = Gen.Select(path, Gen.Bool, (where, isLink) => new InstalledFile(where, isLink ? "liba.so.1" : null));
        file.Array[1, 40].Sample(files =>
        {
            InstalledFile[] tree = [.. files.DistinctBy(one => one.Path)];
            var plan = SplitPlan.Of("a", "1.2.3", tree);
            Assert.Equal(tree.Length, plan.Outputs.Sum(output => output.Files.Count));
            Assert.Empty(plan.Misplaced(tree));
        });
    }

    [Fact]
    public void A_file_that_two_outputs_take_or_none_is_found()
    {
        var plan = SplitPlan.Of("foo", "1", Foo);
        var greedy = plan with { Outputs = [.. plan.Outputs, new SplitOutput("more", FilePart.Tools, [new("x")], ["bin/**"])] };
        Assert.Equal(["bin/foo", "bin/foo-config"], greedy.Misplaced(Foo).Select(one => one.Key.Path));
        Assert.Equal(["elsewhere"], plan.Misplaced([new("elsewhere")]).Select(one => one.Key.Path));
    }

    [Theory]
    [InlineData("**", "a/b/c", true)]
    [InlineData("a/**", "a/b/c", true)]
    [InlineData("a/**", "ab/c", false)]
    [InlineData("**/c", "c", true)]
    [InlineData("**/c", "a/b/c", true)]
    [InlineData("lib/*.so", "lib/a.so", true)]
    [InlineData("lib/*.so", "lib/a/b.so", false)]
    [InlineData("lib", "lib/a", false)]
    [InlineData("a*c*e", "abcde", true)]
    [InlineData("a*c*f", "abcde", false)]
    [InlineData("[*]a[[]", "*a[", true)]
    [InlineData("[*]a", "xa", false)]
    public void A_star_stops_at_folders_and_two_do_not(string glob, string path, bool matches) => Assert.Equal(matches, PathGlob.Matches(glob, path));

    private static IEnumerable<string> Paths(SplitPlan plan, FilePart part) => plan.Find(part)!.Files.Select(file => file.Path);
}
