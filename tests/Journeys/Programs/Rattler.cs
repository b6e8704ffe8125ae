using System.Text.Json;
using Hearth.Testing;

namespace Journeys.Programs;

/// <summary>rattler, the library beneath pixi, compiled to WebAssembly: an unmodified client of what we serve.</summary>
public sealed class Rattler
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly ExternalTool _node;
    private readonly string _script;

    private Rattler(ExternalTool node, string script) => (_node, _script) = (node, script);

    /// <summary>Skips the running test where Node or the client's package is absent.</summary>
    public static Rattler Require()
    {
        var clients = Repository.PathTo("tests", "Journeys", "clients");
        Assert.SkipUnless(Directory.Exists(Path.Combine(clients, "node_modules")), "the Node packages of tests/Journeys/clients are not installed");
        return new Rattler(ExternalTool.Require("node"), Path.Combine(clients, "solve.mjs"));
    }

    /// <summary>Chooses packages that satisfy the specs; sorted by URL.</summary>
    public async Task<SolvedPackage[]> SolveAsync(Uri channel, string platforms, params IEnumerable<string> specs) =>
        JsonSerializer.Deserialize<SolvedPackage[]>((await TryAsync(channel, platforms, specs)).Expect().Output, Json)!;

    /// <summary>The same where the specs may be unsatisfiable or the channel unreadable.</summary>
    public Task<Finished> TryAsync(Uri channel, string platforms, params IEnumerable<string> specs) =>
        _node.TryAsync([_script, channel.AbsoluteUri, platforms, .. specs]);
}
