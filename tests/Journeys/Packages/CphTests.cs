using Hearth.Testing;
using Journeys.Programs;

namespace Journeys.Packages;

/// <summary>conda's own package tools read what we write, and we read what they write.</summary>
public sealed class CphTests : IDisposable
{
    private const string Stem = "journey-1.0-0";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string> Extensions => [".conda", ".tar.bz2"];

    public static TheoryData<string> RealPackages =>
    [
        "cph/mock-2.0.0-py37_1000.tar.bz2",
        "cph/mock-2.0.0-py37_1000.conda",
        "rattler/link-scripts-0.1.0-h4616a5c_0.conda",
        "conda-format-repo/linux-64/zlib-1.2.11-h7b6447c_3.tar.bz2",
        "linux-ppc-channel/ncurses-6_4_20240330-h00057fd_1.conda",
    ];

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task Cph_extracts_what_we_create(string extension)
    {
        var cph = ExternalTool.Require("cph");
        var package = await CreateAsync(extension);
        await cph.RunAsync("extract", package, "--dest", _folder.PathTo("by-cph"));
        (await HearthProgram.RunAsync("package", "extract", package, "--folder", _folder.PathTo("by-hearth"))).Expect();
        Assert.Equal(FolderContent.Of(_folder.PathTo("by-hearth")), FolderContent.Of(_folder.PathTo("by-cph")));
        Assert.Contains(FolderContent.Of(_folder.PathTo("by-cph")), line => line.StartsWith("bin/run", StringComparison.Ordinal) && line.EndsWith("executable", StringComparison.Ordinal));
        Assert.Contains("lib/link -> ../share/text", FolderContent.Of(_folder.PathTo("by-cph")));
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task Conda_package_streaming_reads_what_we_create(string extension)
    {
        var python = await ExternalTool.RequirePythonModuleAsync("conda_package_streaming");
        var package = await CreateAsync(extension);
        const string Script =
            """
            import sys
            from conda_package_streaming.package_streaming import stream_conda_info
            for tar, member in stream_conda_info(sys.argv[1]):
                if member.name == "info/index.json":
                    print(tar.extractfile(member).read().decode())
            """;
        Assert.Contains("\"journey\"", await python.RunAsync(Script, package), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Extensions))]
    public async Task We_extract_and_verify_what_cph_creates(string extension)
    {
        var cph = ExternalTool.Require("cph");
        var source = _folder.PathTo("source");
        (await HearthProgram.RunAsync("package", "extract", await CreateAsync(".conda"), "--folder", source)).Expect();
        await cph.RunAsync("create", source, Stem + extension, "--out-folder", _folder.Path);

        (await HearthProgram.RunAsync("package", "verify", _folder.PathTo(Stem + extension))).Expect();
        (await HearthProgram.RunAsync("package", "extract", _folder.PathTo(Stem + extension), "--folder", _folder.PathTo("out"))).Expect();
        Assert.Equal(FolderContent.Of(source), FolderContent.Of(_folder.PathTo("out")));
    }

    [Theory]
    [MemberData(nameof(RealPackages))]
    public async Task Cph_finds_the_same_content_after_we_transmuted(string package)
    {
        var cph = ExternalTool.Require("cph");
        var original = SharedData.PathTo("data", "packages", package);
        var (stem, wanted) = original.EndsWith(".conda", StringComparison.Ordinal)
            ? (Path.GetFileName(original)[..^".conda".Length], ".tar.bz2")
            : (Path.GetFileName(original)[..^".tar.bz2".Length], ".conda");

        (await HearthProgram.RunAsync("package", "transmute", original, "--output-folder", _folder.Path)).Expect();

        await cph.RunAsync("extract", original, "--dest", _folder.PathTo("before"));
        await cph.RunAsync("extract", _folder.PathTo(stem + wanted), "--dest", _folder.PathTo("after"));
        Assert.Equal(FolderContent.Of(_folder.PathTo("before")), FolderContent.Of(_folder.PathTo("after")));
    }

    [Theory]
    [MemberData(nameof(RealPackages))]
    public async Task We_extract_real_packages_as_cph_does(string package)
    {
        var cph = ExternalTool.Require("cph");
        var original = SharedData.PathTo("data", "packages", package);
        await cph.RunAsync("extract", original, "--dest", _folder.PathTo("by-cph"));
        (await HearthProgram.RunAsync("package", "extract", original, "--folder", _folder.PathTo("by-hearth"))).Expect();
        Assert.Equal(FolderContent.Of(_folder.PathTo("by-cph")), FolderContent.Of(_folder.PathTo("by-hearth")));
    }

    private async Task<string> CreateAsync(string extension)
    {
        var source = _folder.PathTo("content");
        Write("info/index.json", """{"name":"journey","version":"1.0","build":"0","build_number":0,"depends":[],"subdir":"noarch","noarch":"generic"}""");
        Write("bin/run", "#!/bin/sh\necho run\n");
        Write("share/text", "text\n");
        Write("share/ünïcode and spaces", "");
        Directory.CreateDirectory(Path.Combine(source, "lib"));
        File.CreateSymbolicLink(Path.Combine(source, "lib", "link"), "../share/text");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(Path.Combine(source, "bin", "run"), (UnixFileMode)0b111_101_101);

        (await HearthProgram.RunAsync("package", "create", source, _folder.PathTo(Stem + extension))).Expect();
        return _folder.PathTo(Stem + extension);

        void Write(string path, string text)
        {
            var file = Path.Combine(source, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }
    }
}
