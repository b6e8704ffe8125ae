using System.CommandLine;
using System.Globalization;
using Hearth.Channels.Sources;
using Hearth.Mirrors;

namespace Hearth.Cli.Commands.Source;

/// <summary><c>hearth source show WHICH</c>.</summary>
internal sealed class ShowCommand : HearthCommand
{
    private readonly Argument<string> _which = new("WHICH") { Description = "A digest, the first digits of a SHA-256 excepted; a commit; an address, also that of a repository; or the name of a file." };
    private readonly SourceOptions _instance = new();

    public ShowCommand()
        : base(
            "show",
            "Show a source: its digests and names, what was built from it, and who is given it.",
            new Example("hearth source show md5:0febfafd14330c9dcaa40de2d82d40ad --data ./hearth-data", "by any digest"),
            new Example("hearth source show https://example.org/zlib-1.3.tar.gz --data ./hearth-data --json", "by an address that it was at"))
    {
        Arguments.Add(_which);
        _instance.AddTo(this);
        Runs(async (parsed, output, cancellation) =>
        {
            await using var instance = await _instance.OpenAsync(parsed, cancellation);
            var which = parsed.GetRequiredValue(_which);
            var found = await new SourceArchive(instance.Store).SearchAsync(which, cancellation);
            if (found.Count == 0)
                throw SourceDiagnostics.NoSuchSource.Refuse(null, $"the archive has no source '{which}'", "hearth source list");
            var details = new List<SourceDetails>();
            foreach (var source in found)
                details.Add(await SourceDetails.OfAsync(instance, source, cancellation));
            output.Show(new SourceShowDocument("hearth.source-show.1", details), CliJson.Default.SourceShowDocument, details.SelectMany(Lines));
            return ExitCode.Done;
        });
    }

    private static IEnumerable<string> Lines(SourceDetails details)
    {
        yield return $"sha256    {details.Source.Sha256}";
        yield return $"sha512    {details.Sha512}";
        yield return $"sha1      {details.Sha1}";
        yield return $"md5       {details.Md5}";
        yield return string.Create(CultureInfo.InvariantCulture, $"size      {details.Source.Size}");
        yield return $"kind      {details.Source.Kind}";
        if (details.Source.Revision is { } revision)
            yield return $"revision  {revision}, tree {details.Source.Tree}";
        if (details.Lacks is { } lacks)
            yield return $"lacks     {lacks}";
        yield return $"added     {details.Source.Added} by {details.Actor}";
        yield return $"verified  {details.Verified}{(details.Damaged ? ", damaged" : "")}";
        yield return $"given to  {details.GivenTo}: {details.Reason}";
        foreach (var url in details.Source.Urls)
            yield return $"address   {url}";
        foreach (var artifact in details.Artifacts)
            yield return $"used by   {artifact}";
        yield return "";
    }
}
