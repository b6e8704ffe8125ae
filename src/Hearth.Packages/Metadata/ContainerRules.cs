using System.Text.Json;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Packages.Archives.Zip;
using Hearth.Packages.Paths;

namespace Hearth.Packages.Metadata;

/// <summary>What CEP 35 asks of a package's container beyond being readable: the format's version, and names that agree with index.json.</summary>
internal static class ContainerRules
{
    private const int LongestFormatMember = 1 << 16;

    public static IEnumerable<Diagnostic> Check(PackageInfo info, IByteRangeSource source, ArchiveFormat format)
    {
        var members = format == ArchiveFormat.Conda ? ZipDirectory.Read(source) : [];
        if (format == ArchiveFormat.Conda && FormatProblem(source, members) is { } problem)
            yield return PackagesDiagnostics.MissingFormatVersion.In(source.Name, problem);
        if (StemOf(info.Index) is not { } stem)
        {
            yield return PackagesDiagnostics.BadMetadata.In(source.Name, "info/index.json does not say name, version and build as texts");
            yield break;
        }
        if (ArchiveName.TryParse(PackageFile.IsUrl(source.Name, out var url) ? Uri.UnescapeDataString(url.AbsolutePath) : source.Name, out var file) && file.Stem != stem)
            yield return Mismatch(source.Name, stem, file.Stem, "the file is named for");
        foreach (var member in members.Where(member => member.Name != ArchiveLayers.FormatMember))
        {
            var inner = member.Name[(member.Name.IndexOf('-', StringComparison.Ordinal) + 1)..^ArchiveLayers.TarballSuffix.Length];
            if (inner != stem)
                yield return Mismatch(source.Name, stem, inner, $"its tarball {member.Name} is named for");
        }
    }

    private static string? FormatProblem(IByteRangeSource source, IReadOnlyList<ZipMember> members)
    {
        var member = members.FirstOrDefault(member => member.Name == ArchiveLayers.FormatMember);
        if (member.Name is null)
            return "the container has no metadata.json";
        if (member.Size > LongestFormatMember)
            return $"metadata.json has {member.Size} bytes";
        var content = new byte[member.Size];
        using (var stream = new ZipMemberStream(source, member))
            stream.ReadExactly(content);
        return FormatOf(content) switch
        {
            2 => null,
            { } version => $"metadata.json says conda_pkg_format_version {version}; 2 is the one that there is",
            null => "metadata.json does not say conda_pkg_format_version 2",
        };
    }

    private static int? FormatOf(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("conda_pkg_format_version", out var version)
                && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number)
                ? number
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // NAME-VERSION-BUILD, which everything is named for (CEP 26).
    private static string? StemOf(ReadOnlyMemory<byte> index)
    {
        try
        {
            using var document = JsonDocument.Parse(index);
            var parts = ((string[])["name", "version", "build"]).Select(field => TextOf(document.RootElement, field)).ToList();
            return parts.Contains(null) ? null : string.Join('-', parts);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? TextOf(JsonElement document, string field) =>
        document.ValueKind == JsonValueKind.Object && document.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static Diagnostic Mismatch(string file, string expected, string actual, string where) =>
        VerificationDiagnostics.NameMismatch.In(file, $"{where} '{actual}', info/index.json says '{expected}'") with { Expected = expected, Actual = actual };
}
