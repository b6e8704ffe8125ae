using System.Net;
using Hearth.Conda.Jlap;
using Hearth.Foundation.Hashing;

namespace Hearth.Server.Conformance.Cases;

/// <summary>JLAP, for clients of before conda 26.3 (docs/specs/jlap.md).</summary>
internal static class JlapCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        RepodataCases.Readable(subdir => subdir.Jlap, "jlap.readable", "repodata.jlap is lines that end in their checksum", "JLAP-1; JLAP-2; JLAP-4", "repodata.jlap"),
        ConformanceCase.On(subdir => subdir.Jlap, "jlap.latest", "repodata.jlap leads to the repodata.json that is there", "JLAP-3", async (subdir, jlap, findings) =>
        {
            if (await subdir.Client.OpenAsync(subdir.PathTo(jlap.Url)) is not { } body)
            {
                findings.Require(false, $"GET {subdir.PathTo(jlap.Url)}", "200 OK", "no such file");
                return;
            }
            using (body)
            {
                var actual = await Task.Run(() => Blake2b256.Of(body), subdir.Client.Cancellation);
                findings.Require(actual == jlap.Latest, $"GET {subdir.PathTo(jlap.Url)}", $"BLAKE2b-256 {jlap.Latest}", $"{actual}", "unless the channel changed meanwhile, clients load everything anew each time");
            }
        }),
        ConformanceCase.On(subdir => subdir.Jlap, "jlap.chain", "Each change of repodata.jlap starts where the one before ends", "JLAP-3", (subdir, jlap, findings) =>
        {
            for (var i = 0; i < jlap.Patches.Count; i++)
            {
                var end = i + 1 < jlap.Patches.Count ? jlap.Patches[i + 1].From : jlap.Latest;
                findings.Require(jlap.Patches[i].To == end, $"GET {subdir.PathTo("repodata.jlap")}: line {i + 2}", $"to {end}", $"to {jlap.Patches[i].To}", "a client with a gap loads everything anew");
            }
        }),
        ConformanceCase.On(subdir => subdir.Jlap, "jlap.range", "A range of repodata.jlap is answered with 206, one behind its end with 416", "JLAP-7", async (subdir, _, findings) =>
        {
            var part = await subdir.Client.PeekAsync(subdir.PathTo("repodata.jlap"), ("Range", "bytes=64-"));
            findings.Require(part.Status == HttpStatusCode.PartialContent, part.Request, "206 PartialContent", part.StatusText, "clients take a 200 for an error");
            var beyond = await subdir.Client.PeekAsync(subdir.PathTo("repodata.jlap"), ("Range", "bytes=1000000000000-"));
            findings.Require(beyond.Status == HttpStatusCode.RequestedRangeNotSatisfiable, beyond.Request, "416 RequestedRangeNotSatisfiable", beyond.StatusText);
        }),
        ConformanceCase.On(subdir => subdir.Jlap, "jlap.size", "repodata.jlap is kept small", "JLAP-6", (subdir, jlap, findings) =>
        {
            var size = jlap.ToBytes().Length;
            findings.Advise(size <= JlapFile.MostBytes + (1 << 16), $"GET {subdir.PathTo("repodata.jlap")}", $"at most {JlapFile.MostBytes} bytes", $"{size}");
        }),
    ];
}
