using System.CommandLine;
using Hearth.Channels.Jobs;
using Hearth.Channels.Sources;
using Hearth.Cli.Commands.Schema;
using Hearth.Server;
using Hearth.Testing;

namespace Hearth.Cli.Tests;

/// <summary>Every command writes one document with <c>--json</c>, which names its schema and matches it.</summary>
public sealed class JsonOfEveryCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // Beside the command's own name, in which blanks are dashes.
    private static readonly Dictionary<string, string[]> FurtherDocuments = new() { ["index"] = ["index-check"], ["conformance"] = ["conformance-list"] };

    /// <summary>A run of each command that ends by itself, in a folder with a package and an indexed channel; FOLDER stands for it.</summary>
    public static TheoryData<string, string[]> Runs => new()
    {
        { "index", ["index", "FOLDER/channel"] },
        { "index-check", ["index", "FOLDER/channel", "--check"] },
        { "conformance-list", ["conformance", "--list"] },
        { "channel-create", ["channel", "create", "forge", "--data", "FOLDER/data"] },
        { "channel-list", ["channel", "list", "--data", "FOLDER/data"] },
        { "channel-import", ["channel", "import", "FOLDER/channel", "forge", "--data", "FOLDER/data"] },
        { "channel-log", ["channel", "log", "made", "--data", "FOLDER/made"] },
        { "channel-follow", ["channel", "follow", "made", "--limit", "1", "--data", "FOLDER/made"] },
        { "channel-check", ["channel", "check", "--data", "FOLDER/made"] },
        { "channel-view-add", ["channel", "view", "add", "made", "free", "--exclude", "nvidia-*", "--cool-down", "3", "--as-of", "2026-11-01", "--name", "a*", "--include", "a >=1", "--data", "FOLDER/made"] },
        { "channel-view-add", ["channel", "view", "add", "made", "free", "--exclude", "nvidia-*", "--dry-run", "--data", "FOLDER/made"] },
        { "channel-view-list", ["channel", "view", "list", "made", "--data", "FOLDER/made"] },
        { "channel-view-show", ["channel", "view", "show", "made", "calm", "--data", "FOLDER/made"] },
        { "channel-view-let-through", ["channel", "view", "let-through", "made", "calm", "linux-64/a-1.0-0.conda", "--reason", "ours", "--data", "FOLDER/made"] },
        { "channel-view-remove", ["channel", "view", "remove", "made", "calm", "--data", "FOLDER/made"] },
        { "user-create", ["user", "create", "ben", "--data", "FOLDER/data"] },
        { "user-list", ["user", "list", "--data", "FOLDER/made"] },
        { "user-grant", ["user", "grant", "ann", "reader", "made", "--data", "FOLDER/made"] },
        { "user-disable", ["user", "disable", "ann", "--data", "FOLDER/made"] },
        { "user-link", ["user", "link", "ann", "https://id.example.org", "1234", "--data", "FOLDER/made"] },
        { "team-create", ["team", "create", "core", "--member", "ann", "--data", "FOLDER/made"] },
        { "team-list", ["team", "list", "--data", "FOLDER/made"] },
        { "team-members", ["team", "members", "crew", "--add", "ann", "--data", "FOLDER/made"] },
        { "team-grant", ["team", "grant", "crew", "publisher", "made", "--name", "numpy*", "--data", "FOLDER/made"] },
        { "team-delete", ["team", "delete", "crew", "--data", "FOLDER/made"] },
        { "issuer-trust", ["issuer", "trust", "https://git.example.org", "--audience", "here", "--data", "FOLDER/made"] },
        { "issuer-list", ["issuer", "list", "--data", "FOLDER/made"] },
        { "issuer-remove", ["issuer", "remove", "https://id.example.org", "--data", "FOLDER/made"] },
        { "publisher-trust", ["publisher", "trust", "made", "--issuer", "https://id.example.org", "--claim", "sub=repo:org/*", "--name", "numpy*", "--data", "FOLDER/made"] },
        { "publisher-list", ["publisher", "list", "--data", "FOLDER/made"] },
        { "publisher-remove", ["publisher", "remove", "1", "--data", "FOLDER/made"] },
        { "token-create", ["token", "create", "--user", "ann", "--expires-in", "30d", "--data", "FOLDER/made"] },
        { "token-list", ["token", "list", "--all", "--data", "FOLDER/made"] },
        { "token-rotate", ["token", "rotate", "--all", "--data", "FOLDER/made"] },
        { "token-revoke", ["token", "revoke", "--all", "--data", "FOLDER/made"] },
        { "audit-verify", ["audit", "verify", "--data", "FOLDER/made"] },
        { "doctor", ["doctor", "--data", "FOLDER/made", "--port", "0"] },
        { "config-show", ["config", "show", "--data", "FOLDER/made"] },
        { "config-reference", ["config", "reference"] },
        { "job-list", ["job", "list", "--data", "FOLDER/made"] },
        { "job-show", ["job", "show", "1", "--data", "FOLDER/made"] },
        { "job-retry", ["job", "retry", "1", "--data", "FOLDER/made", "--dry-run"] },
        { "webhook-add", ["webhook", "add", "made", "https://example.org/", "--data", "FOLDER/made"] },
        { "webhook-list", ["webhook", "list", "made", "--data", "FOLDER/made"] },
        { "webhook-attempts", ["webhook", "attempts", "made", "1", "--data", "FOLDER/made"] },
        { "webhook-remove", ["webhook", "remove", "made", "1", "--data", "FOLDER/made"] },
        { "job-cancel", ["job", "cancel", "1", "--data", "FOLDER/made"] },
        { "snapshot-create", ["snapshot", "create", "made", "second", "--data", "FOLDER/made"] },
        { "snapshot-list", ["snapshot", "list", "made", "--data", "FOLDER/made"] },
        { "snapshot-show", ["snapshot", "show", "made", "first", "--data", "FOLDER/made"] },
        { "snapshot-diff", ["snapshot", "diff", "made", "first", "--data", "FOLDER/made"] },
        { "snapshot-rollback", ["snapshot", "rollback", "made", "first", "--data", "FOLDER/made"] },
        { "snapshot-export", ["snapshot", "export", "made", "first", "FOLDER/out", "--data", "FOLDER/made"] },
        { "snapshot-verify", ["snapshot", "verify", "made", "first", "--data", "FOLDER/made"] },
        { "snapshot-pin", ["snapshot", "pin", "made", "first", "--data", "FOLDER/made"] },
        { "snapshot-unpin", ["snapshot", "unpin", "made", "first", "--data", "FOLDER/made"] },
        { "snapshot-unpin", ["snapshot", "unpin", "made", "first", "--dry-run", "--data", "FOLDER/made"] },
        { "snapshot-delete", ["snapshot", "delete", "made", "first", "--data", "FOLDER/made"] },
        { "gc", ["gc", "--data", "FOLDER/made", "--dry-run"] },
        { "demo", ["demo", "--no-serve", "--directory", "FOLDER/demo"] },
        { "explain", ["explain"] },
        { "package-create", ["package", "create", "FOLDER/root", "FOLDER/a-1.0-0.tar.bz2"] },
        { "package-create", ["package", "create", "FOLDER/root", "FOLDER/a-1.0-0.tar.bz2", "--dry-run"] },
        { "package-diff", ["package", "diff", "FOLDER/a-1.0-0.conda", "FOLDER/a-2.0-0.conda"] },
        { "package-extract", ["package", "extract", "FOLDER/a-1.0-0.conda", "--folder", "FOLDER/out"] },
        { "package-extract", ["package", "extract", "FOLDER/a-1.0-0.conda", "--folder", "FOLDER/out", "--dry-run"] },
        { "package-inspect", ["package", "inspect", "FOLDER/a-1.0-0.conda"] },
        { "package-list", ["package", "list", "FOLDER/a-1.0-0.conda"] },
        { "package-transmute", ["package", "transmute", "FOLDER/a-1.0-0.conda", "FOLDER/a-2.0-0.conda", "--output-folder", "FOLDER/old"] },
        { "package-transmute", ["package", "transmute", "FOLDER/a-1.0-0.conda", "FOLDER/bad-1.0-0.conda", "--dry-run"] },
        { "package-transmute", ["package", "transmute", "FOLDER/bad-1.0-0.conda"] },
        { "package-verify", ["package", "verify", "FOLDER/a-1.0-0.conda", "FOLDER/bad-1.0-0.conda"] },
        { "patch-compile", ["patch", "compile", "FOLDER/fix.yaml", "--channel", "FOLDER/channel", "--dry-run"] },
        { "patch-show", ["patch", "show", "noarch/a-1.0-0.conda", "--channel", "FOLDER/channel", "--patch", "FOLDER/fix.yaml"] },
        { "recipe-convert", ["recipe", "convert", "FOLDER/old-recipe", "--dry-run"] },
        { "recipe-lint", ["recipe", "lint", "FOLDER/old-recipe"] },
        { "recipe-render", ["recipe", "render", "FOLDER/recipe", "--target-platform", "linux-64"] },
        { "recipe-update", ["recipe", "update", "FOLDER/recipe", "--to", "1.0"] },
        { "recipe-hash", ["recipe", "hash", "FOLDER/recipe", "--target-platform", "linux-64"] },
        { "license-check", ["license", "check", "FOLDER/channel"] },
        { "mirror-plan", ["mirror", "plan", "FOLDER/channel", "--include", "a", "--with-dependencies"] },
        { "mirror-add", ["mirror", "add", "copy", "FOLDER/channel", "--data", "FOLDER/data"] },
        { "mirror-status", ["mirror", "status", "--data", "FOLDER/mirrored"] },
        { "mirror-sync", ["mirror", "sync", "copy", "--data", "FOLDER/mirrored"] },
        { "mirror-verify", ["mirror", "verify", "copy", "--data", "FOLDER/mirrored"] },
        { "mirror-list", ["mirror", "list", "--data", "FOLDER/mirrored"] },
        { "mirror-combine", ["mirror", "combine", "both", "copy", "--data", "FOLDER/mirrored"] },
        { "mirror-client-config", ["mirror", "client-config", "copy", "--data", "FOLDER/mirrored"] },
        { "mirror-push", ["mirror", "push", "made", "FOLDER/pushed", "--data", "FOLDER/made"] },
        { "mirror-push", ["mirror", "push", "made", "FOLDER/pushed", "--dry-run", "--data", "FOLDER/made"] },
        { "mirror-remove", ["mirror", "remove", "copy", "--data", "FOLDER/mirrored"] },
        { "source-collect", ["source", "collect", "made", "--data", "FOLDER/made"] },
        { "source-collect", ["source", "collect", "made", "--dry-run", "--data", "FOLDER/made"] },
        { "source-collect", ["source", "collect", "made", "--every", "60", "--data", "FOLDER/made"] },
        { "source-add", ["source", "add", "FOLDER/fix.yaml", "--data", "FOLDER/made"] },
        { "source-add", ["source", "add", "FOLDER/fix.yaml", "--dry-run", "--data", "FOLDER/made"] },
        { "source-list", ["source", "list", "--data", "FOLDER/made"] },
        { "source-show", ["source", "show", "a-1.0-0.conda", "--data", "FOLDER/made"] },
        { "source-gaps", ["source", "gaps", "made", "--data", "FOLDER/made"] },
        { "source-settle", ["source", "settle", "1", "--note", "known", "--data", "FOLDER/made"] },
        { "source-verify", ["source", "verify", "--data", "FOLDER/made"] },
        { "source-check-links", ["source", "check-links", "--data", "FOLDER/made"] },
        { "source-export", ["source", "export", "FOLDER/sources.json", "--data", "FOLDER/made"] },
        { "source-push", ["source", "push", "oci://registry.example.org/sources", "--dry-run", "--data", "FOLDER/made"] },
        { "source-cache", ["source", "cache", "made", "--into", "FOLDER/cache", "--data", "FOLDER/made"] },
        { "source-client-config", ["source", "client-config", "--data", "FOLDER/made"] },
        { "source-takedown", ["source", "takedown", "0000000000000000000000000000000000000000000000000000000000000000", "--reason", "order", "--data", "FOLDER/made"] },
        { "recipe-new-pypi", ["recipe", "new", "pypi", "demo", "--upstream", "FOLDER/upstream", "--dry-run"] },
        { "recipe-new-cran", ["recipe", "new", "cran", "Demo", "--upstream", "FOLDER/upstream", "--output", "FOLDER/r-demo"] },
        { "recipe-new-tree", ["recipe", "new", "tree", "FOLDER/project", "--dry-run"] },
        { "recipe-split", ["recipe", "split", "FOLDER/recipe", "FOLDER/installed", "--dry-run"] },
        { "publish", ["publish", "FOLDER/a-1.0-0.conda", "--channel", "forge", "--dry-run"] },
        { "schema-check", ["schema", "check", "FOLDER/fix.yaml", "FOLDER/absent"] },
        { "schema-list", ["schema", "list"] },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_command_has_a_schema()
    {
        Assert.All(Documents(), name => Assert.NotNull(SchemaCatalog.Find($"cli/{name}")));
        Assert.Equal(Documents().Order(StringComparer.Ordinal), SchemaCatalog.All.Select(schema => schema.Name).Where(name => name.StartsWith("cli/", StringComparison.Ordinal)).Select(name => name[4..]));
    }

    // 'serve' ends only when it is stopped, and 'conformance' needs a server: both are tested with their own commands.
    [Fact]
    public void Every_document_is_tested() =>
        Assert.Equal(Documents().Where(name => name is not ("serve" or "conformance")).ToHashSet(), Runs.Select(run => run.Data.Item1).ToHashSet());

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task What_a_command_writes_matches_its_schema(string schema, string[] args)
    {
        Prepare();
        await CommandRun.Of("index", _folder.PathTo("channel"));
        if (args.Contains("FOLDER/made"))
        {
            await CommandRun.Of("channel", "create", "made", "--data", _folder.PathTo("made"));
            await CommandRun.Of("channel", "view", "add", "made", "calm", "--cool-down", "7", "--data", _folder.PathTo("made"));
            await CommandRun.Of("user", "create", "ann", "--data", _folder.PathTo("made"));
            await CommandRun.Of("token", "create", "--channel", "made", "--data", _folder.PathTo("made"));
            await CommandRun.Of("team", "create", "crew", "--data", _folder.PathTo("made"));
            await CommandRun.Of("issuer", "trust", "https://id.example.org", "--audience", "here", "--data", _folder.PathTo("made"));
            await CommandRun.Of("publisher", "trust", "made", "--issuer", "https://id.example.org", "--claim", "sub=a", "--data", _folder.PathTo("made"));
            await CommandRun.Of("webhook", "add", "made", "https://example.org/first", "--data", _folder.PathTo("made"));
            await using var instance = await ManagedInstance.OpenAsync(new InstanceOptions { Data = _folder.PathTo("made") }, TestContext.Current.CancellationToken);
            await instance.Keeper.CatchUpAsync(TestContext.Current.CancellationToken);
            await CommandRun.Of("snapshot", "create", "made", "first", "--data", _folder.PathTo("made"));
            await CommandRun.Of("source", "add", _folder.PathTo("a-1.0-0.conda"), "--data", _folder.PathTo("made"));
            var digests = await SourceDigests.OfAsync("other"u8.ToArray(), TestContext.Current.CancellationToken);
            await new SourceAlerts(instance.Store).RaiseAsync("https://example.org/a", new SourceDigest("md5", new string('0', 32)), digests, TestContext.Current.CancellationToken);
            await instance.Jobs.AddAsync(JobKind.Gc, new JobArguments(), "test", slot: null, TestContext.Current.CancellationToken);
        }
        if (args.Contains("FOLDER/mirrored"))
            await CommandRun.Of("mirror", "add", "copy", _folder.PathTo("channel"), "--data", _folder.PathTo("mirrored"));
        JsonDocuments.Of(await CommandRun.Of([.. args.Select(arg => arg.Replace("FOLDER", _folder.Path, StringComparison.Ordinal)), "--json"]), schema);
    }

    private void Prepare()
    {
        var package = new TinyPackage("a") { Files = { ["bin/a"] = "echo a\n", ["info/about.json"] = """{"summary":"s"}""", ["info/run_exports.json"] = """["a"]""" } };
        package.WriteTo(_folder.Path);
        package.WriteTo(_folder.PathTo("channel", "noarch"));
        new TinyPackage("a", "2.0") { Files = { ["bin/a"] = "echo b\n" } }.WriteTo(_folder.Path);
        File.WriteAllText(_folder.PathTo("bad-1.0-0.conda"), "no package");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(_folder.PathTo("installed", "lib")).FullName, "liba.so"), "");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(_folder.PathTo("installed", "include")).FullName, "a.h"), "");
        RecordedUpstreamFiles.Write(_folder.PathTo("upstream"), _folder.PathTo("project"));
        File.WriteAllText(_folder.PathTo("fix.yaml"), "if:\n  name: a\nthen:\n  - add_depends: c\n");
        File.WriteAllText(
            Path.Combine(Directory.CreateDirectory(_folder.PathTo("recipe")).FullName, "recipe.yaml"),
            "package: {name: a, version: '1.0'}\nrequirements:\n  host: [python]\n  run: [\"${{ pin_subpackage('a') }}\"]\n");
        File.WriteAllText(
            Path.Combine(Directory.CreateDirectory(_folder.PathTo("old-recipe")).FullName, "meta.yaml"),
            "package:\n  name: a\n  version: 1.0\nbuild:\n  disable_pip: true\n");
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(_folder.PathTo("root", "info")).FullName, "index.json"), """{"name":"a","version":"1.0","build":"0"}""");
    }

    // 'schema show' writes a schema, which is JSON in any case.
    private static List<string> Documents() =>
    [
        .. Leaves(HearthCommandLine.Build(), "").Where(name => name is not "schema-show")
            .SelectMany(name => (string[])[name, .. FurtherDocuments.GetValueOrDefault(name, [])]),
    ];

    private static IEnumerable<string> Leaves(Command command, string path) =>
        command.Subcommands.Count == 0 ? [path] : command.Subcommands.SelectMany(sub => Leaves(sub, path.Length == 0 ? sub.Name : $"{path}-{sub.Name}"));
}
