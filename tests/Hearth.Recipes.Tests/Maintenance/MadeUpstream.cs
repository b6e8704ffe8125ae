using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Hearth.Recipes.Generation.Upstream;

namespace Hearth.Recipes.Tests.Maintenance;

/// <summary>An upstream in memory: addresses and their bytes.</summary>
internal sealed class MadeUpstream(Func<string, byte[]?> answer) : IUpstream
{
    private readonly Dictionary<string, byte[]> _known = new(StringComparer.Ordinal);

    public MadeUpstream()
        : this(_ => null)
    {
    }

    public List<string> Asked { get; } = [];

    public byte[] this[string address]
    {
        set => _known[address] = value;
    }

    public Task<Stream?> OpenAsync(Uri address, long mostBytes, string? accept = null, CancellationToken cancellation = default)
    {
        Asked.Add(address.ToString());
        var bytes = _known.GetValueOrDefault(address.OriginalString) ?? answer(address.OriginalString);
        return Task.FromResult<Stream?>(bytes is null ? null : new MemoryStream(bytes));
    }

    public static byte[] Json(string text) => Encoding.UTF8.GetBytes(text.Replace('\'', '"'));

    /// <summary>A <c>.tar.gz</c> with these files in a folder.</summary>
    public static byte[] Archive(params (string Path, string Text)[] files)
    {
        using var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip))
        {
            foreach (var (path, text) in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, $"folder/{path}") { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }
        return bytes.ToArray();
    }

    /// <summary>A source archive of a Python project with these fields in its metadata.</summary>
    public static byte[] Sdist(string version, params string[] fields) =>
        Archive(("PKG-INFO", $"Metadata-Version: 2.2\nName: demo\nVersion: {version}\n{string.Concat(fields.Select(field => $"{field}\n"))}"), ("demo.py", ""));
}
