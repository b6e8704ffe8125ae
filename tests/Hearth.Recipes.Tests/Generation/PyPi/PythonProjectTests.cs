using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.PyPi;
using Hearth.Recipes.Generation.Sources;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Generation.PyPi;

public sealed class PythonProjectTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_modern_project_is_read_from_its_pyproject()
    {
        Write("pyproject.toml", """
            [build-system]
            requires = ["hatchling>=1.8"]
            build-backend = "hatchling.build"
            [project]
            name = "Demo.App"
            version = "1.0"
            requires-python = ">=3.9"
            license = "MIT"
            dependencies = ["a>=1", "b; python_version < '3.11'"]
            [project.optional-dependencies]
            fast = ["c", "d; os_name == 'nt'"]
            [project.scripts]
            demo = "demo.cli:main"
            [project.urls]
            Source = "https://example.org/demo"
            """);
        Write("LICENSE", "MIT");
        Write("src/demo_app/__init__.py", "");
        var project = Read(out var problems);
        Assert.Empty(problems);
        Assert.Equal(("Demo.App", "1.0"), (project.Name, project.Version.ToString()));
        Assert.Equal(["a>=1", "b ; python_version < '3.11'", "c ; extra == 'fast'", "d ; os_name == 'nt' and extra == 'fast'"], project.Requirements.Select(one => one.ToString()));
        Assert.Equal(["fast"], project.Extras);
        Assert.Equal("demo = demo.cli:main", Assert.Single(project.EntryPoints).ToString());
        Assert.Equal(["hatchling>=1.8"], project.BuildRequirements.Select(one => one.ToString()));
        Assert.Equal(["MIT"], project.Licences);
        Assert.Equal(["LICENSE"], project.LicenceFiles);
        Assert.Equal(["demo_app"], project.Modules);
        Assert.Equal("https://example.org/demo", project.Repository);
        Assert.True(project.IsPure);
    }

    [Fact]
    public void Requirements_that_setuptools_reads_from_files_are_read_there()
    {
        Write("pyproject.toml", """
            [project]
            name = "demo"
            version = "1"
            dynamic = ["dependencies", "optional-dependencies"]
            [tool.setuptools.dynamic]
            dependencies = { file = ["requirements/base.txt"] }
            optional-dependencies.fast = { file = "requirements/fast.txt" }
            """);
        Write("requirements/base.txt", "# what runs\n-r more.txt\na>=1  # why\nb==2 \\\n  --hash=sha256:00\n--index-url https://x\ngit+https://example.org/c.git\n./local\n");
        Write("requirements/more.txt", "c[x] ; python_version < '3.12'\n-r base.txt\nd @ https://example.org/d.zip\n");
        Write("requirements/fast.txt", "e\n");
        Assert.Equal(
            ["c[x] ; python_version < '3.12'", "d @ https://example.org/d.zip", "a>=1", "b==2", "e ; extra == 'fast'"],
            Read(out _).Requirements.Select(one => one.ToString()));
    }

    [Fact]
    public void Requirements_that_Hatch_reads_from_files_are_read_there()
    {
        Write("pyproject.toml", """
            [project]
            name = "demo"
            version = "1"
            dynamic = ["dependencies"]
            [tool.hatch.metadata.hooks.requirements_txt]
            files = ["requirements.txt"]
            """);
        Write("requirements.txt", "a\n");
        Assert.Equal(["a"], Read(out _).Requirements.Select(one => one.ToString()));
    }

    [Fact]
    public void Files_that_setup_cfg_names_are_read()
    {
        Write("setup.cfg", """
            [metadata]
            name = demo
            version = 1
            [options]
            install_requires = file: requirements.txt
            [options.extras_require]
            fast = file: requirements-fast.txt
            """);
        Write("requirements.txt", "a\n");
        Write("requirements-fast.txt", "b\n");
        Assert.Equal(["a", "b ; extra == 'fast'"], Read(out _).Requirements.Select(one => one.ToString()));
    }

    [Fact]
    public void A_script_that_computes_its_requirements_of_one_file_asks_for_what_is_there()
    {
        Write("setup.py", "from setuptools import setup\nwith open('requirements.txt') as f:\n    required = f.read().splitlines()\ntests = open('test-requirements.txt').read()\nsetup(name='demo', version='1', install_requires=required)\n");
        Write("requirements.txt", "a>=1\n");
        Write("test-requirements.txt", "pytest\n");
        var project = Read(out var problems);
        Assert.Empty(problems);
        Assert.Equal(["a>=1"], project.Requirements.Select(one => one.ToString()));
    }

    [Fact]
    public void A_script_that_names_two_such_files_is_not_guessed_at()
    {
        Write("setup.py", "from setuptools import setup\nsetup(name='demo', version='1', install_requires=read('requirements.txt') + read('more_requirements.txt'))\n");
        Write("requirements.txt", "a>=1\n");
        Write("more_requirements.txt", "b\n");
        Assert.Empty(Read(out var problems).Requirements);
        Assert.Equal(GenerationDiagnostics.Computed, Assert.Single(problems).Kind);
    }

    [Fact]
    public void Poetry_s_own_requirements_are_translated()
    {
        Write("pyproject.toml", """
            [tool.poetry]
            name = "demo"
            version = "2"
            [tool.poetry.dependencies]
            python = "^3.8"
            a = "^1.2"
            b = "~0.3"
            c = {version = "^0.0.3", optional = true}
            d = {version = "*", markers = "sys_platform == 'win32'"}
            e = "1.5"
            [tool.poetry.extras]
            more = ["c"]
            """);
        var project = Read(out _);
        Assert.Equal(
            ["a>=1.2,<2", "b>=0.3,<0.4", "c>=0.0.3,<0.0.4 ; extra == 'more'", "d ; sys_platform == 'win32'", "e==1.5"],
            project.Requirements.Select(one => one.ToString()));
        Assert.Equal(">=3.8,<4", project.RequiresPython.ToString());
    }

    [Fact]
    public void An_old_project_is_read_from_setup_cfg_and_setup_py()
    {
        Write("setup.py", "from setuptools import setup\nsetup(name='demo', version='1', ext_modules=[Extension('a', ['a.c'])])");
        Write("setup.cfg", "[options]\ninstall_requires =\n    a>=1\n    b\n[options.extras_require]\nx =\n    c\n[options.entry_points]\nconsole_scripts =\n    demo = demo:main\n");
        Write("demo/a.c", "");
        Write("demo/b.pyx", "");
        var project = Read(out _);
        Assert.Equal(["a>=1", "b", "c ; extra == 'x'"], project.Requirements.Select(one => one.ToString()));
        Assert.Equal([SourceLanguage.C, SourceLanguage.Cython], project.Languages);
        Assert.Equal(["setuptools"], project.BuildRequirements.Select(one => one.Name));
        Assert.Equal("demo", Assert.Single(project.EntryPoints).Command);
    }

    [Theory]
    [InlineData("[build-system]\nrequires = ['maturin>=1']\n[project]\nname='a'\nversion='1'", "", "", "Rust")]
    [InlineData("[build-system]\nrequires = ['meson-python']\n[project]\nname='a'\nversion='1'", "meson.build", "project('a', 'c', 'fortran', 'cython', version: '1')", "C Fortran Cython")]
    [InlineData("[build-system]\nrequires = ['scikit-build-core']\n[project]\nname='a'\nversion='1'", "CMakeLists.txt", "project(a LANGUAGES CXX)", "Cxx")]
    [InlineData("[build-system]\nrequires = ['setuptools']\n[project]\nname='a'\nversion='1'", "lib/unused.c", "", "")]
    public void The_build_system_says_what_is_compiled(string pyproject, string file, string content, string languages)
    {
        Write("pyproject.toml", pyproject);
        if (file.Length > 0)
            Write(file, content);
        Assert.Equal(languages, string.Join(' ', Read(out _).Languages));
    }

    [Theory]
    [InlineData("demo/__init__.py", "\"\"\"Doc.\"\"\"\n__version__ = '1.2'\n")]
    [InlineData("src/demo/_version.py", "__version__: str = \"1.2\"  # here\n")]
    [InlineData("other/v/__about__.py", "__version__ = '1.2'\n")]
    public void A_version_in_the_source_is_read_where_it_is_a_literal(string file, string content)
    {
        Write("pyproject.toml", "[project]\nname = 'demo'\ndynamic = ['version']\n[tool.hatch.version]\npath = 'other/v/__about__.py'\n");
        Write("demo/__init__.py", "");
        Write(file, content);
        Write("src/demo/__init__.py", "");
        Assert.Equal("1.2", Read(out _).Version.ToString());
    }

    [Theory]
    [InlineData("__version__ = get()")]
    [InlineData("__version__ = '1'\n__version__ = '2'")]
    [InlineData("    __version__ = '1'")]
    [InlineData("__version__ = 'x'")]
    public void A_version_that_is_computed_is_not_guessed(string source)
    {
        Write("pyproject.toml", "[project]\nname = 'demo'\ndynamic = ['version']\n");
        Write("demo/__init__.py", source);
        Assert.Throws<BadInputException>(() => Read(out _));
    }

    [Fact]
    public void A_version_that_only_running_would_tell_is_refused()
    {
        Write("setup.py", "setup(name='demo', version=get_version())");
        Assert.Equal(GenerationDiagnostics.BadMetadata, Assert.Throws<BadInputException>(() => Read(out _)).Diagnostics.Single().Kind);
    }

    [Fact]
    public void A_broken_pyproject_is_told_and_the_other_files_are_used()
    {
        Write("pyproject.toml", "[project\n");
        Write("setup.cfg", "[metadata]\nname = demo\nversion = 1\n");
        Assert.Equal("demo", Read(out var problems).Name);
        Assert.Equal(GenerationDiagnostics.BadMetadata, Assert.Single(problems).Kind);
    }

    [Fact]
    public void Every_real_project_is_read()
    {
        foreach (var folder in Directory.EnumerateDirectories(SharedData.PathTo("data", "upstream", "pypi")))
        {
            var project = PythonProject.Read(SourceTree.OfFolder(folder), out var problems);
            Assert.NotEqual("", project.Name);
            Assert.True(problems.Count == 0, $"{folder}: {string.Join(' ', problems)}");
        }
    }

    private PythonProject Read(out IReadOnlyList<Diagnostic> problems) => PythonProject.Read(SourceTree.OfFolder(_folder.Path), out problems);

    private void Write(string path, string content)
    {
        var file = _folder.PathTo(path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
    }
}
