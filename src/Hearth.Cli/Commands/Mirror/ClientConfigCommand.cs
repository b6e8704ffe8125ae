using System.CommandLine;
using Hearth.Conda.Names;
using Hearth.Mirrors;
using Hearth.Mirrors.Clients;

namespace Hearth.Cli.Commands.Mirror;

/// <summary><c>hearth mirror client-config NAME</c>: what clients write into their settings.</summary>
internal sealed class ClientConfigCommand : HearthCommand
{
    private const string All = "all";

    private readonly Argument<string> _name = new("NAME") { Description = "The channel: a mirror, a virtual channel or any other." };
    private readonly Option<string> _url = new("--url") { Description = "Where clients reach the server.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
    private readonly Option<string> _client = new("--client") { Description = "Only for this client.", DefaultValueFactory = _ => All };
    private readonly Option<bool> _fallback = new("--with-fallback") { Description = "Have clients ask the source themselves where the mirror does not answer; conda cannot." };
    private readonly DataOptions _instance = new();

    public ClientConfigCommand()
        : base(
            "client-config",
            "Print what conda, mamba and pixi write into their settings to use a channel, where possible in place of the one that it copies.",
            new Example("hearth mirror client-config forge --url https://channels.example.org --data ./hearth-data", "for all three"),
            new Example("hearth mirror client-config forge --client pixi --with-fallback --data ./hearth-data", "for pixi, which goes on with the source"))
    {
        Arguments.Add(_name);
        _client.AcceptOnlyFromAmong(All, "conda", "mamba", "pixi");
        foreach (var option in (Option[])[_url, _client, _fallback])
            Options.Add(option);
        _url.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                result.AddError("--url is an http(s) URL");
        });
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var name = ChannelName.Parse(parsed.GetRequiredValue(_name));
            var channel = await instance.Store.Catalog.FindAsync(name, cancellation) ?? throw MirrorDiagnostics.NotAMirror.Refuse(null, $"there is no channel '{name}'");
            var server = parsed.GetValue(_url)!.TrimEnd('/');
            var settings = ClientSettings.Of(channel, server, parsed.GetValue(_fallback));
            if (output.IsJson)
            {
                output.Document(new ClientConfigDocument("hearth.mirror-client-config.1", name.ToString(), $"{server}/{name}", settings.Conda, settings.Mamba, settings.Pixi), CliJson.Default.ClientConfigDocument);
                return ExitCode.Done;
            }
            foreach (var (client, file, text) in ((string, string, string)[])[("conda", ".condarc", settings.Conda), ("mamba", ".mambarc", settings.Mamba), ("pixi", "config.toml", settings.Pixi)])
            {
                if (parsed.GetValue(_client) is var wanted && wanted != All && wanted != client)
                    continue;
                if (wanted == All)
                    output.Line($"# {client}: {file}");
                output.Line(text);
            }
            return ExitCode.Done;
        });
    }
}
