using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance.Cases;

/// <summary>Labels: the same tree, filtered (CEP 26 § Labels; wire-formats § 1).</summary>
internal static class LabelCases
{
    public static IReadOnlyList<ConformanceCase> All { get; } =
    [
        ConformanceCase.OfSubdir("label.main", "The label 'main' is the channel itself", "CEP 26", async (subdir, findings) =>
        {
            var path = $"label/main/{subdir.PathTo("repodata.json")}";
            var whole = await subdir.Repodata;
            var body = await subdir.Client.OpenAsync(path);
            if (body is null || whole.Value is not { } repodata)
            {
                findings.Skip("the server has no label 'main'");
                return;
            }
            using (body)
            {
                var label = await Task.Run(() => ReadRepodata.Read($"GET {path}", subdir.Name, body, 1, subdir.Channel.Now), subdir.Client.Cancellation);
                findings.Require(label.Files.SetEquals(repodata.Files), label.Request, $"{repodata.Files.Count} packages", $"{label.Files.Count} packages, or others");
            }
        }),
        ConformanceCase.OfChannel("label.noarch", "A label has noarch/repodata.json", "CEP 26; CEP 36; LAYOUT-1", async (channel, findings) =>
        {
            if (channel.Options.Label is not { } label)
            {
                findings.Skip("no label was given; --label names one");
                return;
            }
            var reply = await channel.Client.PeekAsync($"label/{label}/noarch/repodata.json");
            findings.Require(reply.IsOk, reply.Request, "200 OK", reply.StatusText);
        }),
        ConformanceCase.OfSubdir("label.artifacts", "The packages that a label lists can be had through it", "CEP 26; CEP 36", async (subdir, findings) =>
        {
            if (subdir.Channel.Options.Label is not { } label)
            {
                findings.Skip("no label was given; --label names one");
                return;
            }
            var view = new SubdirUnderTest(subdir.Channel, $"label/{label}/{subdir.Name}");
            var repodata = await view.Repodata;
            if (repodata.Value is not { Sampled.Count: > 0 } listed)
            {
                findings.Skip(repodata.Reason ?? "the label lists no package");
                return;
            }
            foreach (var record in listed.Sampled)
            {
                var reply = await view.Client.HeadAsync(view.PathOf(listed, record));
                findings.Require(reply.IsOk, reply.Request, "200 OK", reply.StatusText);
            }
        }),
    ];
}
