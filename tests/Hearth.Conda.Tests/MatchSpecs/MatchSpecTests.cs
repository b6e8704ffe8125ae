using System.Text;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;
using Hearth.Foundation.Hashing;

namespace Hearth.Conda.Tests.MatchSpecs;

public sealed class MatchSpecTests
{
    private static readonly MatchCandidate Numpy = new()
    {
        Name = PackageName.Parse("numpy"),
        Version = CondaVersion.Parse("1.26.4"),
        Build = "py312_mkl_3",
        BuildNumber = 3,
        Channel = "https://host.example/pkgs/main",
        Subdir = Subdir.Parse("linux-64"),
        Url = "https://host.example/pkgs/main/linux-64/numpy-1.26.4-py312_mkl_3.conda",
        FileName = "numpy-1.26.4-py312_mkl_3.conda",
        Md5 = Md5.Of("numpy"u8),
        Sha256 = Sha256.Of("numpy"u8),
        License = "BSD-3-Clause",
        LicenseFamily = "BSD",
        Features = "nomkl",
        TrackFeatures = "mkl,debug",
        Flags = ["cuda", "blas:mkl"],
    };

    [Theory]
    [InlineData("numpy", true)]
    [InlineData("NumPy", true)]
    [InlineData("scipy", false)]
    [InlineData("*", true)]
    [InlineData("num*", true)]
    [InlineData("^(numpy|scipy)$", true)]
    [InlineData("^numpy[0-9]$", false)]
    [InlineData("numpy >=1.26,<2", true)]
    [InlineData("numpy >=1.26 , <2", true)]
    [InlineData("numpy>=2", false)]
    [InlineData("numpy =1.26 py312*", true)]
    [InlineData("numpy=1.26=py312*", false)]
    [InlineData("numpy=1.26 py312*", false)]
    [InlineData("numpy=1.26.*=py312*", true)]
    [InlineData("numpy * *_mkl_*", true)]
    [InlineData("numpy ^1\\.(25|26)\\.[0-9]$ *mkl*", true)]
    [InlineData("numpy[version='^1\\.[0-9]*\\.4$']", true)]
    [InlineData("numpy[build_number=3]", true)]
    [InlineData("numpy[build_number='>3']", false)]
    [InlineData("numpy[build_number=>=3]", true)]
    [InlineData("numpy[build_number='!=3']", false)]
    [InlineData("numpy[build_number='3*']", true)]
    [InlineData("main::numpy", true)]
    [InlineData("pkgs/main/linux-64::numpy", true)]
    [InlineData("pkgs/main/noarch::numpy", false)]
    [InlineData("https://host.example/pkgs/main::numpy", true)]
    [InlineData("https://host.example/t/secret-token/pkgs/main::numpy", true)]
    [InlineData("https://other.example/pkgs/main::numpy", false)]
    [InlineData("ain::numpy", false)]
    [InlineData("pkgs/*::numpy", true)]
    [InlineData("numpy[channel='*/main']", true)]
    [InlineData("numpy[subdir='linux-*']", true)]
    [InlineData("*[license='bsd*']", true)]
    [InlineData("*[license_family=bsd]", true)]
    [InlineData("*[license=MIT]", false)]
    [InlineData("*[fn=numpy-1.26.4-py312_mkl_3.conda]", true)]
    [InlineData("*[url='https://host.example/*']", true)]
    [InlineData("*[track_features=mkl]", true)]
    [InlineData("*[track_features='debug mkl']", true)]
    [InlineData("*[track_features='debug mk']", false)]
    [InlineData("*[features=nomkl]", true)]
    [InlineData("numpy[flags=cuda]", true)]
    [InlineData("numpy[flags=[cuda, 'blas:*']]", true)]
    [InlineData("numpy[flags=[\"cuda\", \"blas:open*\"]]", false)]
    [InlineData("numpy[extras=[test]]", true)]
    [InlineData("numpy[when='__win']", true)]
    public void A_spec_matches_the_records_that_it_asks_for(string spec, bool expected) =>
        Assert.Equal(expected, MatchSpec.Parse(spec).Matches(Numpy));

    [Fact]
    public void A_record_is_found_by_its_digest_alone()
    {
        Assert.True(MatchSpec.Parse($"*[sha256={Sha256.Of("numpy"u8)}]").Matches(Numpy));
        Assert.True(MatchSpec.Parse($"*[md5={Md5.Of("numpy"u8).ToString().ToUpperInvariant()}]").Matches(Numpy));
        Assert.False(MatchSpec.Parse($"*[sha256={Sha256.Of("scipy"u8)}]").Matches(Numpy));
    }

    [Fact]
    public void A_field_that_is_not_known_matches_no_spec_that_asks_for_it()
    {
        var bare = new MatchCandidate { Name = PackageName.Parse("a"), Version = default, Build = "0" };
        Assert.True(MatchSpec.Parse("a").Matches(bare));
        Assert.All(
            ["main::a", "a[subdir=noarch]", "a[license=MIT]", "a[license='^.*$']", "a[flags=x]", "a[track_features=x]", "a[md5=0]", "a[fn=x]"],
            spec => Assert.False(MatchSpec.Parse(spec).Matches(bare), spec));
    }

    [Theory]
    [InlineData("foo 1.0 py27_0", "foo==1.0=py27_0")]
    [InlineData("FOO =V1.0 PY27_0", "foo=v1.0[build=py27_0]")]
    [InlineData("foo >=1 , <2 | 3.*", "foo[version='>=1,<2|3.*']")]
    [InlineData("foo (>=1|<0.5),!=2", "foo[version='(>=1|<0.5),!=2']")]
    [InlineData("foo=1!2=0", "foo==1!2=0")]
    [InlineData("foo[license='GPL-2.0 WITH x']", "foo[license='gpl-2.0 with x']")]
    [InlineData("foo[url='https://h/A?b=c']", "foo[url='https://h/A?b=c']")]
    [InlineData("foo[fn=\"it's\"]", "foo[fn=\"it's\"]")]
    [InlineData("conda-forge:pypi:foo", "conda-forge::foo")]
    [InlineData("pypi:foo", "foo")]
    [InlineData("conda-forge/label/dev/noarch::foo", "conda-forge/label/dev/noarch::foo")]
    [InlineData("foo[when='python  <3.10 and ( a or b )',extras=[x, y],flags=gpu]", "foo[when='python<3.10 and (a or b)',extras=[x,y],flags=gpu]")]
    [InlineData("foo[when=\"python[version='>=2,<3']\"]", "foo[when=\"python[version='>=2,<3']\"]")]
    [InlineData("foo[name=bar]", "foo")]
    [InlineData("foo[]", "foo")]
    public void The_canonical_spelling_follows_appendix_A_of_CEP_29(string spec, string canonical)
    {
        Assert.Equal(canonical, MatchSpec.Parse(spec).ToString());
        Assert.Equal(canonical, MatchSpec.Parse(canonical).ToString());
    }

    [Theory]
    [InlineData("pip", "pip")]
    [InlineData("pip *", "pip")]
    [InlineData("pip 1.2.* 0", "pip[version=\"1.2.*\",build=\"0\"]")]
    [InlineData("name[version=1.2.*,build_number=0]", "name[version=\"1.2.*\",build_number=0]")]
    [InlineData("a>=1[when=\"python[version='>=2,<3'] or __win\",extras=[x]]", "a[version=\">=1\",when=\"python[version='>=2,<3'] or __win\",extras=\"x\"]")]
    [InlineData("a[flags=[x, 'y:*']]", "a[flags=[x,y:*]]")]
    [InlineData("a*", null)]
    [InlineData("conda-forge::a", null)]
    [InlineData("a[license=MIT]", null)]
    public void Records_of_revision_3_have_a_name_and_brackets(string spec, string? expected)
    {
        Assert.Equal(expected, MatchSpec.Parse(spec).ToRevision3String());
        if (expected is not null)
            Assert.Equal(MatchSpec.Parse(spec), MatchSpec.Parse(expected));
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData(" >=1", 2, "name is missing")]
    [InlineData("foo=", 5, "a version is missing")]
    [InlineData("foo >=", 7, "a version is missing")]
    [InlineData("foo ><1", 6, "'<' stands where a version is expected")]
    [InlineData("foo ===1", 7, "'=' stands where a version is expected")]
    [InlineData("foo 1.2,", 9, "a version is missing")]
    [InlineData("foo (1.2", 9, "')' is missing")]
    [InlineData("foo 1.2)", 8, "')' without '('")]
    [InlineData("foo ~=1.2.*", 7, "'~=' takes no '*'")]
    [InlineData("foo 1..2", 5, "empty segment")]
    [InlineData("foo 1.2 a b", 10, "the build string")]
    [InlineData("foo 1.2==3", 9, "the build string")]
    [InlineData("foo--bar", 1, "two separators")]
    [InlineData("^(aaaa$", 1, "no regular expression")]
    [InlineData(@"^(a)\1$", 1, "back-references")]
    [InlineData("foo ^1.2", 5, "must start with '^' and end with '$'")]
    [InlineData("::foo", 1, "channel is missing")]
    [InlineData("foo[", 5, "']' is missing")]
    [InlineData("foo[version]", 12, "'=' and a value are expected after 'version'")]
    [InlineData("foo[version=]", 13, "the value of 'version' is missing")]
    [InlineData("foo[version='1]", 13, "the closing ' is missing")]
    [InlineData("foo[version='1'x]", 16, "',' or ']' is expected")]
    [InlineData("foo[colour=red]", 5, "there is no key 'colour'")]
    [InlineData("foo[build=a,build=b]", 13, "'build' is given twice")]
    [InlineData("foo[build=a] x", 13, "nothing may follow after ']'")]
    [InlineData("foo[build_number=x]", 18, "not a build number")]
    [InlineData("foo[extras=[A]]", 12, "not the name of an optional dependency group")]
    [InlineData("foo[flags=a:b:c]", 11, "not a flag")]
    [InlineData("foo[when='a and']", 10, "a MatchSpec is missing")]
    [InlineData("foo[when='a[when=b]']", 10, "a condition of its own")]
    [InlineData("./local/foo-1-0.conda", 1, "does not start with a scheme")]
    public void What_is_wrong_is_said_with_its_place(string spec, int column, string message)
    {
        Assert.False(MatchSpec.TryParse(spec, out _, out var problems));
        Assert.Contains(message, problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(column, problems[0].Position?.Column);
    }

    [Fact]
    public void A_refusal_repeats_no_secrets()
    {
        Assert.False(MatchSpec.TryParse("https://u:secret@h.example/t/secret/c::foo >=", out _, out var problems));
        Assert.DoesNotContain("secret", problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_problem_is_listed()
    {
        Assert.False(MatchSpec.TryParse("f--o >=[colour=red,build_number=x]", out _, out var problems));
        Assert.Equal(4, problems.Count);
    }

    [Theory]
    [InlineData("numpy >=1.2", "numpy")]
    [InlineData("  numpy>=1.2", "numpy")]
    [InlineData("numpy[version=1]", "numpy")]
    [InlineData("conda-forge::numpy=1", "numpy")]
    [InlineData("conda-forge:pypi:numpy", "numpy")]
    [InlineData("NumPy", "NumPy")]
    [InlineData("", "")]
    public void The_name_is_found_in_text_and_in_bytes(string spec, string name)
    {
        Assert.Equal(name, MatchSpec.NameOf(spec));
        Assert.Equal(name, Encoding.UTF8.GetString(MatchSpec.NameOf(Encoding.UTF8.GetBytes(spec))));
    }

    [Theory]
    [InlineData("https://h.example/c/noarch/a-1-0.conda#00112233445566778899aabbccddeeff", "https://h.example/c/noarch::a==1=0[md5=00112233445566778899aabbccddeeff]")]
    [InlineData("https://h.example/t/tk-1/c/noarch/a-1-0.tar.bz2#sha256:AB", "https://h.example/c/noarch::a==1=0[sha256=ab]")]
    [InlineData("/srv/c/linux-64/a-b-1-0.conda", "file:///srv/c/linux-64::a-b==1=0")]
    [InlineData(@"C:\c\win-64\a-1-0.conda", "file:///C:/c/win-64::a==1=0")]
    public void The_URL_or_path_of_an_artifact_is_a_spec(string text, string canonical) =>
        Assert.Equal(canonical, MatchSpec.Parse(text).ToString());
}
