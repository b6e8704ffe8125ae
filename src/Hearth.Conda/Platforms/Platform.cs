using System.Collections.Frozen;
using Hearth.Conda.Names;

namespace Hearth.Conda.Platforms;

/// <summary>An operating system and processor that conda clients install for.</summary>
/// <param name="SubdirText">The name of its subdir.</param>
/// <param name="OperatingSystem">The value of the field <c>platform</c> in index.json, such as <c>linux</c> (CEP 34).</param>
/// <param name="Architecture">The value of the field <c>arch</c> in index.json, such as <c>x86_64</c> (CEP 34).</param>
public sealed record Platform(string SubdirText, string OperatingSystem, string Architecture)
{
    private static readonly FrozenDictionary<string, Platform> BySubdir = new Platform[]
    {
        new("emscripten-wasm32", "emscripten", "wasm32"),
        new("freebsd-64", "freebsd", "x86_64"),
        new("linux-32", "linux", "x86"),
        new("linux-64", "linux", "x86_64"),
        new("linux-aarch64", "linux", "aarch64"),
        new("linux-armv6l", "linux", "armv6l"),
        new("linux-armv7l", "linux", "armv7l"),
        new("linux-loongarch64", "linux", "loongarch64"),
        new("linux-ppc64", "linux", "ppc64"),
        new("linux-ppc64le", "linux", "ppc64le"),
        new("linux-riscv32", "linux", "riscv32"),
        new("linux-riscv64", "linux", "riscv64"),
        new("linux-s390x", "linux", "s390x"),
        new("osx-64", "osx", "x86_64"),
        new("osx-arm64", "osx", "arm64"),
        new("wasi-wasm32", "wasi", "wasm32"),
        new("win-32", "win", "x86"),
        new("win-64", "win", "x86_64"),
        new("win-arm64", "win", "arm64"),
        new("zos-z", "zos", "z"),
    }.ToFrozenDictionary(platform => platform.SubdirText, StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Platform>.AlternateLookup<ReadOnlySpan<char>> BySubdirSpan =
        BySubdir.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Every platform that a client knows, sorted by subdir.</summary>
    public static IReadOnlyList<Platform> All { get; } = [.. BySubdir.Values.OrderBy(platform => platform.SubdirText, StringComparer.Ordinal)];

    public Subdir Subdir => Subdir.Parse(SubdirText);

    /// <summary>
    /// The names of the virtual packages that CEP 30 promises on every machine of this platform. Others, such as <c>__cuda</c>,
    /// depend on the machine.
    /// </summary>
    public IReadOnlyList<string> VirtualPackages => OperatingSystem switch
    {
        "linux" => ["__archspec", "__linux", "__unix"],
        "osx" => ["__archspec", "__osx", "__unix"],
        "win" => ["__archspec", "__win"],
        "freebsd" or "emscripten" => ["__archspec", "__unix"],
        _ => ["__archspec"],
    };

    /// <summary>The platform with this subdir; null for <c>noarch</c> and for subdirs that no client knows.</summary>
    public static Platform? Of(Subdir subdir) => BySubdir.GetValueOrDefault(subdir.ToString());

    /// <summary>Finds a platform by its subdir without making a string.</summary>
    public static bool TryFind(ReadOnlySpan<char> subdir, out Platform platform) => BySubdirSpan.TryGetValue(subdir, out platform!);
}
