using Hearth.Recipes.Generation.PyPi;

namespace Hearth.Recipes.Tests.Generation.PyPi;

public sealed class SetupScriptTests
{
    [Fact]
    public void Literals_and_names_with_literals_are_read()
    {
        var script = SetupScript.Read("""
            from setuptools import setup, find_packages
            NAME = "demo"
            base = ["a>=1"]
            setup(
                name=NAME,
                version='1.' '0',
                packages=find_packages(),
                install_requires=base + ['b'],
                extras_require={"x": ["c"], ":python_version<'3.8'": ["d"]},
                entry_points={'console_scripts': ['demo = demo.cli:main']},
                python_requires=">=3.7",
            )
            """);
        Assert.Equal("demo", script["name"].Text);
        Assert.Equal("1.0", script["version"].Text);
        Assert.Equal(["a>=1", "b", "c ; extra == 'x'", "d ; (python_version<'3.8')"], script.Requirements);
        Assert.Equal("demo = demo.cli:main", Assert.Single(script.EntryPoints).ToString());
        Assert.Equal(["packages"], script.Computed);
        Assert.False(script.Compiles);
    }

    [Theory]
    [InlineData("r = ['a']\nif True:\n    r = ['b']\nsetup(install_requires=r)")]
    [InlineData("r = ['a']\nr += more()\nsetup(install_requires=r)")]
    [InlineData("r = ['a']\nr.append('b')\nsetup(install_requires=r)")]
    [InlineData("setup(install_requires=open('requirements.txt').read().split())")]
    [InlineData("setup(install_requires=['a'] + more())")]
    [InlineData("setup(install_requires=[x for x in y])")]
    [InlineData("setup(install_requires=[f'a=={v}'])")]
    [InlineData("setup(install_requires=['a', 'b'][1:])")]
    public void What_is_computed_is_told(string source) => Assert.Contains("install_requires", SetupScript.Read(source).Computed);

    [Theory]
    [InlineData("setup(ext_modules=[Extension('a', ['a.c'])])", true)]
    [InlineData("setup(ext_modules=cythonize('a.pyx'))", true)]
    [InlineData("setup(ext_modules=[])", false)]
    [InlineData("def setup(x): pass", false)]
    public void Extension_modules_are_noticed(string source, bool compiles) => Assert.Equal(compiles, SetupScript.Read(source).Compiles);

    [Theory]
    [InlineData("setup(")]
    [InlineData("setup(name='a'")]
    [InlineData("setup(name=[[[[{")]
    [InlineData("'''")]
    [InlineData("setup(**x, *y, lambda: 3, a if b else c)")]
    [InlineData("x = = =\n\tsetup()\n\\")]
    [InlineData("setup(]")]
    [InlineData("setup(a=1}}, b=[2)")]
    public void Broken_scripts_do_no_harm(string source) => Assert.NotNull(SetupScript.Read(source));

    [Fact]
    public void Brackets_nest_only_so_deep() => Assert.NotNull(SetupScript.Read("setup(a=" + new string('[', 100_000)));
}
