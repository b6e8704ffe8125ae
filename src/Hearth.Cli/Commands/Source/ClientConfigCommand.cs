using System.CommandLine;
using Hearth.Mirrors.Clients;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source client-config</c>: what builders write into their settings.</summary>
internal sealed class ClientConfigCommand : HearthCommand
{
    private const string All = "all";

    private readonly Option<string> _url = new("--url") { Description = "Where builders reach the server.", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:8080" };
    private readonly Option<string> _builder = new("--builder") { Description = "Only for this builder.", DefaultValueFactory = _ => All };
    private readonly Option<string> _cache = new("--cache") { Description = "The folder that 'hearth source cache' fills for conda-build.", HelpName = "FOLDER", DefaultValueFactory = _ => "/var/cache/conda-build" };
    private readonly HostOptions _hosts = HostOptions.OfPolicy();
    private readonly SourceOptions _instance = new();

    public ClientConfigCommand()
        : base(
            "client-config",
            "Print what rattler-build and conda-build write into their settings to ask the archive before upstream.",
            new Example("hearth source client-config --url https://channels.example.org --data ./hearth-data", "for both"),
            new Example("hearth source client-config --builder rattler-build --allow-host downloads.example.org --data ./hearth-data", "for rattler-build, and one host more"))
    {
        _builder.AcceptOnlyFromAmong(All, BuilderSettings.RattlerBuildName, BuilderSettings.CondaBuildName);
        foreach (var option in (Option[])[_url, _builder, _cache])
            Options.Add(option);
        _url.Validators.Add(result =>
        {
            if (!Uri.TryCreate(result.GetValueOrDefault<string>(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                result.AddError("--url is an http(s) URL");
        });
        _hosts.AddTo(this);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var origins = await BuilderSettings.OriginsAsync(instance.Store, _hosts.Fill(parsed, instance.SourcePolicy), cancellation);
            var settings = BuilderSettings.Of(parsed.GetValue(_url)!.TrimEnd('/'), origins, parsed.GetValue(_cache)!);
            var wanted = parsed.GetValue(_builder);
            var builders = ((string Builder, string File, string Text)[])
            [
                (BuilderSettings.RattlerBuildName, "rattler-build-config.toml, given with --config-file", settings.RattlerBuild),
                (BuilderSettings.CondaBuildName, ".condarc", settings.CondaBuild),
            ];
            output.Show(
                new SourceClientConfigDocument("hearth.source-client-config.1", origins, settings.RattlerBuild, settings.CondaBuild),
                CliJson.Default.SourceClientConfigDocument,
                builders.Where(one => wanted is All || wanted == one.Builder).SelectMany(one => wanted == All ? (string[])[$"# {one.Builder}: {one.File}", one.Text] : [one.Text]));
            return ExitCode.Done;
        });
    }
}
