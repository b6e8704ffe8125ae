using System.Net;
using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>Parts of files (RFC 9110 § 14). Without them a broken download starts anew, and metadata of a package costs the whole package.</summary>
internal static class RangeCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        OnFiles("range.part", "A range is answered with 206 and those bytes", "RFC 9110 § 15.3.7; LAYOUT-6", async (subdir, file, findings) =>
        {
            var reply = await subdir.Client.PeekAsync(file.Path, ("Range", "bytes=2-11"));
            var expected = file.Reply.Body.AsSpan().Length > 12 ? file.Reply.Body[2..12] : file.Reply.Body[Math.Min(2, file.Reply.Body.Length)..];
            findings.Require(reply.Status == HttpStatusCode.PartialContent, reply.Request, "206 PartialContent", reply.StatusText);
            if (reply.Status != HttpStatusCode.PartialContent)
                return;
            findings.Require(reply.Body.AsSpan().SequenceEqual(expected), reply.Request, $"{expected.Length} bytes of the file", $"{reply.Body.Length} other bytes");
            findings.Require(reply["Content-Range"]?.StartsWith("bytes 2-", StringComparison.Ordinal) == true, reply.Request, "Content-Range: bytes 2-11/…", reply.Tell("Content-Range"));
        }),
        OnFiles("range.end", "The last bytes of a file can be had", "RFC 9110 § 14.1.2", async (subdir, file, findings) =>
        {
            var reply = await subdir.Client.PeekAsync(file.Path, ("Range", "bytes=-10"));
            findings.Require(reply.Status == HttpStatusCode.PartialContent && reply.Body.Length <= 10, reply.Request, "206 PartialContent with ten bytes",
                $"{reply.StatusText} with {reply.Body.Length} bytes", "the metadata of a .conda stands at its end");
        }),
        OnFiles("range.beyond", "A range behind the end is answered with 416 and the length", "RFC 9110 § 15.5.17", async (subdir, file, findings) =>
        {
            var reply = await subdir.Client.PeekAsync(file.Path, ("Range", "bytes=1000000000000-"));
            findings.Require(reply.Status == HttpStatusCode.RequestedRangeNotSatisfiable, reply.Request, "416 RequestedRangeNotSatisfiable", reply.StatusText);
            findings.Advise(reply.Status != HttpStatusCode.RequestedRangeNotSatisfiable || reply["Content-Range"]?.StartsWith("bytes */", StringComparison.Ordinal) == true,
                reply.Request, "Content-Range: bytes */…", reply.Tell("Content-Range"));
        }),
        OnFiles("range.if-range", "A range of a file that has changed is answered with the whole file", "RFC 9110 § 13.1.5", async (subdir, file, findings) =>
        {
            if (file.Reply["ETag"] is not { } tag || tag.StartsWith("W/", StringComparison.Ordinal))
                return;
            var same = await subdir.Client.PeekAsync(file.Path, ("Range", "bytes=0-3"), ("If-Range", tag));
            findings.Advise(same.Status == HttpStatusCode.PartialContent, same.Request, "206 PartialContent", same.StatusText);
            var other = await subdir.Client.PeekAsync(file.Path, ("Range", "bytes=0-3"), ("If-Range", "\"no-such-tag\""));
            findings.Require(other.IsOk, other.Request, "200 OK", other.StatusText, "a client that goes on with a download mixes two files");
        }),
        OnFiles("range.head", "HEAD ignores a range", "RFC 9110 § 14.2", async (subdir, file, findings) =>
        {
            var reply = await subdir.Client.HeadAsync(file.Path, ("Range", "bytes=0-3"));
            findings.Advise(reply.IsOk, reply.Request, "200 OK", reply.StatusText);
        }),
    ];

    private static ConformanceCase OnFiles(string id, string title, string source, Func<SubdirUnderTest, KeyFile, Findings, Task> check) =>
        ConformanceCase.On(subdir => subdir.KeyFiles, id, title, source, async (subdir, files, findings) =>
        {
            foreach (var file in files.Where(file => file.Reply.Body.Length > 2))
                await check(subdir, file, findings);
        });
}
