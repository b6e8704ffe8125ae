using Hearth.Server.Conformance.Http;

namespace Hearth.Server.Conformance.Cases;

/// <summary>How paths are read: names that need care, and tricks (DESIGN § Limits; CEP 26).</summary>
internal static class PathCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        ConformanceCase.OfChannel("path.dot-dot", "'..' does not lead out of the channel", "RFC 3986 § 5.2.4", (channel, findings) =>
            RequireRefusedAsync(channel.Client, findings, "noarch/../../../../../../../../etc/passwd", "../../../../../../etc/passwd")),
        ConformanceCase.OfChannel("path.encoded-dot-dot", "'..' does not lead out of the channel in any spelling", "RFC 3986 § 2.1", (channel, findings) =>
            RequireRefusedAsync(
                channel.Client,
                findings,
                "%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
                "noarch/..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
                "noarch/..%5c..%5c..%5c..%5c..%5cetc%5cpasswd",
                "noarch/%252e%252e/%252e%252e/%252e%252e/etc/passwd",
                "%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd")),
        ConformanceCase.OfChannel("path.control-characters", "A NUL or a line end in a path is refused", "RFC 3986 § 2.1; RFC 9110 § 5.5", (channel, findings) =>
            RequireRefusedAsync(channel.Client, findings, "noarch/repodata.json%00", "noarch/repodata.json%00.txt", "noarch/%0d%0aSet-Cookie:%20a=b")),
        ConformanceCase.OfChannel("path.overlong", "A path of ten thousand characters is refused", "CEP 26; RFC 9110 § 4.1", (channel, findings) =>
            RequireRefusedAsync(channel.Client, findings, "noarch/" + new string('a', 10_000))),
        ConformanceCase.On(subdir => subdir.KeyFiles, "path.encoded-name", "A character of a path may stand percent-encoded", "RFC 3986 § 6.2.2.2", async (subdir, files, findings) =>
        {
            foreach (var file in files.Where(file => !file.Path.Contains("://", StringComparison.Ordinal)))
            {
                var at = file.Path.LastIndexOf('/') + 1;
                var reply = await subdir.Client.PeekAsync($"{file.Path[..at]}%{(int)file.Path[at]:X2}{file.Path[(at + 1)..]}");
                findings.Require(reply.IsOk && reply.Body.AsSpan().SequenceEqual(file.Reply.Body), reply.Request, $"what {file.Path} answers", reply.StatusText);
            }
        }),
        ConformanceCase.On(subdir => subdir.Repodata, "path.plus-and-epoch", "A package is found with '+' and '!' as they are and percent-encoded", "CEP 26; RFC 3986 § 2.2", async (subdir, repodata, findings) =>
        {
            if (repodata.Rarities.Count == 0)
                findings.Skip("no package of the subdir has '+' or '!' in its file name");
            foreach (var listed in repodata.Rarities)
            {
                var path = subdir.PathOf(repodata, listed);
                var at = path.LastIndexOf('/') + 1;
                foreach (var spelling in (string[])[path, path[..at] + Uri.EscapeDataString(listed.File)])
                {
                    var reply = await subdir.Client.HeadAsync(spelling);
                    findings.Require(reply.IsOk, reply.Request, "200 OK", reply.StatusText, "conda writes '+' and '!' as they are, browsers and proxies may encode them");
                }
            }
        }),
    ];

    // What is refused is refused by the client's fault: neither an answer nor a defect of the server.
    private static async Task RequireRefusedAsync(ChannelClient client, Findings findings, params string[] paths)
    {
        foreach (var path in paths)
        {
            var reply = await client.PeekAsync(path);
            findings.Require((int)reply.Status is >= 300 and < 500, reply.Request, "400 BadRequest or 404 NotFound", reply.StatusText);
        }
    }
}
