using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace Hearth.Cli.Tests;

/// <summary>A Python project and an R package as PyPI and CRAN publish them, recorded as files.</summary>
internal static class RecordedUpstreamFiles
{
    private const string PyProject = """
        [build-system]
        requires = ["hatchling"]
        [project]
        name = "demo"
        version = "1.2"
        requires-python = ">=3.11"
        license = "MIT"
        dependencies = ["click>=8", "colorama; sys_platform == 'win32'"]
        [project.optional-dependencies]
        fast = ["torch"]
        [project.scripts]
        demo = "demo.cli:main"
        """;

    /// <summary>Writes the recorded files, and the Python project as a folder.</summary>
    public static void Write(string upstream, string project)
    {
        Directory.CreateDirectory(project);
        File.WriteAllText(Path.Combine(project, "pyproject.toml"), PyProject);
        File.WriteAllText(Path.Combine(project, "LICENSE"), "MIT");
        Put(upstream, "pypi.org/pypi/demo/json", Encoding.UTF8.GetBytes(
            """{"info": {"name": "demo"}, "releases": {"1.2": [{"filename": "demo-1.2.tar.gz", "url": "https://files.test/demo-1.2.tar.gz", "digests": {}}]}}"""));
        Put(upstream, "files.test/demo-1.2.tar.gz", Archive(("demo-1.2/pyproject.toml", PyProject), ("demo-1.2/LICENSE", "MIT"), ("demo-1.2/demo/__init__.py", "")));
        Put(upstream, "cran.r-project.org/src/contrib/PACKAGES", "Package: Demo\nVersion: 0.7-5\n"u8.ToArray());
        Put(upstream, "cran.r-project.org/src/contrib/Demo_0.7-5.tar.gz", Archive(
            ("Demo/DESCRIPTION", "Package: Demo\nVersion: 0.7-5\nTitle: Shows\nLicense: GPL-3\nImports: stats, dplyr\nSystemRequirements: gmp\nNeedsCompilation: yes\n"),
            ("Demo/src/a.c", "")));
    }

    private static void Put(string folder, string path, byte[] content)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
    }

    private static byte[] Archive(params (string Path, string Content)[] files)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            using var tar = new TarWriter(gzip, TarEntryFormat.Pax);
            foreach (var (path, content) in files)
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, path) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) });
        }
        return packed.ToArray();
    }
}
