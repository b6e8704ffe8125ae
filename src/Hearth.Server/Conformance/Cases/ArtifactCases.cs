using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives;
using Hearth.Packages.Metadata;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>The sampled packages against their records (CEP 26, 34, 35, 36).</summary>
internal static class ArtifactCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        ConformanceCase.On(subdir => subdir.Artifacts, "artifact.there", "The packages that the index lists are there", "CEP 36; LAYOUT-10", (_, artifacts, findings) =>
        {
            foreach (var artifact in artifacts)
                findings.Require(artifact.Reply.IsOk, artifact.Reply.Request, "200 OK", artifact.Reply.StatusText);
        }),
        On("artifact.size", "A package has the size that its record says", "CEP 36", (artifact, findings) =>
            findings.Require(artifact.Digests.Size == artifact.Listed.Record.Size, artifact.Reply.Request, $"{artifact.Listed.Record.Size} bytes", $"{artifact.Digests.Size} bytes")),
        On("artifact.sha256", "A package has the SHA-256 that its record says", "CEP 36", (artifact, findings) =>
        {
            if (artifact.Listed.Record.Text(RecordField.Sha256) is { } expected)
                findings.Require(artifact.Digests.Sha256.ToString() == expected, artifact.Reply.Request, expected, artifact.Digests.Sha256.ToString(), "every client refuses it");
        }),
        On("artifact.md5", "A package has the MD5 that its record says", "CEP 36", (artifact, findings) =>
        {
            if (artifact.Listed.Record.Text(RecordField.Md5) is { } expected)
                findings.Require(artifact.Digests.Md5.ToString() == expected, artifact.Reply.Request, expected, artifact.Digests.Md5.ToString());
        }),
        On("artifact.metadata", "What a package says of itself is what its record says", "CEP 34; CEP 35; CEP 36", (artifact, findings) =>
        {
            if (artifact.Listed.Group is RecordGroup.V3Wheel)
                return;
            try
            {
                var inside = PackageRecord.Parse(IndexOf(artifact).Span);
                foreach (var (field, own, listed) in (ReadOnlySpan<(string, string, string)>)
                [
                    ("name", inside.Name, artifact.Listed.Record.Name),
                    ("version", inside.Version, artifact.Listed.Record.Version),
                    ("build", inside.Build, artifact.Listed.Record.Build),
                ])
                {
                    findings.Require(own == listed, $"{artifact.Reply.Request}: {field}", listed, own);
                }
                findings.Require(inside.BuildNumber == artifact.Listed.Record.BuildNumber, $"{artifact.Reply.Request}: build_number", $"{artifact.Listed.Record.BuildNumber}", $"{inside.BuildNumber}");
            }
            catch (BadInputException e)
            {
                findings.Require(false, artifact.Reply.Request, "a conda package", e.Diagnostics[0].Message);
            }
        }),
    ];

    private static ReadOnlyMemory<byte> IndexOf(ReadArtifact artifact)
    {
        var format = artifact.Listed.File.EndsWith(".conda", StringComparison.Ordinal) ? ArchiveFormat.Conda : ArchiveFormat.TarBz2;
        return PackageInfoReader.Read(new MemoryByteRangeSource(artifact.Listed.File, artifact.Reply.Body), format, InfoExtent.Index).Index;
    }

    private static ConformanceCase On(string id, string title, string source, Action<ReadArtifact, Findings> check) =>
        ConformanceCase.On(subdir => subdir.Artifacts, id, title, source, (_, artifacts, findings) =>
        {
            var whole = artifacts.Where(artifact => artifact.Reply is { IsOk: true, IsWhole: true }).ToList();
            if (whole.Count == 0)
                findings.Skip("no package could be fetched");
            foreach (var artifact in whole)
                check(artifact, findings);
        });
}
