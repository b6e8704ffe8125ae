using System.Formats.Tar;
using System.Text.Json;
using Hearth.Foundation.Compression;
using Hearth.Testing;

namespace Hearth.Conda.Tests;

/// <summary>What records of real channels say: the distinct values of every repodata file that lies beside the repository.</summary>
public sealed class RealChannels
{
    private static readonly Lazy<RealChannels> Loaded = new(() => new RealChannels());

    private readonly HashSet<string> _specs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _versions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _fileNames = new(StringComparer.Ordinal);

    private RealChannels()
    {
        foreach (var file in Files("repodata", "*.json*").Concat(Files("packages", "repodata*.json")))
            ReadFile(file);
        foreach (var series in Files("repodata", "series.tar.zst"))
            ReadSeries(series);
    }

    /// <summary>The entries of <c>depends</c> and <c>constrains</c>.</summary>
    public static IReadOnlyCollection<string> Specs => Load()._specs;

    public static IReadOnlyCollection<string> Versions => Load()._versions;

    public static IReadOnlyCollection<string> FileNames => Load()._fileNames;

    private static RealChannels Load()
    {
        SharedData.PathTo("data", "repodata");
        SharedData.PathTo("data", "packages");
        return Loaded.Value;
    }

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(SharedData.PathTo("data", folder), pattern, SearchOption.AllDirectories).Order(StringComparer.Ordinal);

    private void ReadFile(string file)
    {
        // The twins in bzip2 say the same, and the cache of a client is no channel.
        if (file.EndsWith(".bz2", StringComparison.Ordinal) || file.Contains("repodata-json-cache", StringComparison.Ordinal))
            return;
        using var stream = File.OpenRead(file);
        using var content = file.EndsWith(".zst", StringComparison.Ordinal) ? Zstd.OpenRead(stream) : stream;
        ReadJson(content);
    }

    private void ReadSeries(string file)
    {
        using var stream = File.OpenRead(file);
        using var tar = new TarReader(Zstd.OpenRead(stream));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is { } content)
                ReadJson(content);
        }
    }

    private void ReadJson(Stream stream)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        if (bytes.Length == 0)
            return;
        var reader = new Utf8JsonReader(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("depends") || reader.ValueTextEquals("constrains"))
                ReadStrings(ref reader);
            else if (reader.ValueTextEquals("version"))
                ReadVersion(ref reader);
            else if (!reader.ValueTextEquals("packages.conda") && (reader.ValueSpan.EndsWith(".conda"u8) || reader.ValueSpan.EndsWith(".tar.bz2"u8)))
                _fileNames.Add(reader.GetString()!);
        }
    }

    private void ReadStrings(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            return;
        while (reader.Read() && reader.TokenType == JsonTokenType.String)
            _specs.Add(reader.GetString()!);
    }

    private void ReadVersion(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.String)
            _versions.Add(reader.GetString()!);
    }
}
