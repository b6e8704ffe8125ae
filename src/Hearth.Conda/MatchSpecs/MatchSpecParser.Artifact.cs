using Hearth.Conda.Names;

namespace Hearth.Conda.MatchSpecs;

/// <summary>The URL or path of an artifact in place of a spec (CEP 29 Appendix C).</summary>
internal ref partial struct MatchSpecParser
{
    private static bool IsArtifact(ReadOnlySpan<char> text) =>
        text.ContainsAny('/', '\\') && ArchiveFormats.TryRecognise(WithoutDigest(text), out _);

    private static ReadOnlySpan<char> WithoutDigest(ReadOnlySpan<char> text) => text.IndexOf('#') is var hash and >= 0 ? text[..hash] : text;

    /// <summary>Takes the URL or path of an artifact for the spec that only that artifact matches (CEP 29 Appendix C).</summary>
    private void ParseArtifact(int start, int end)
    {
        var text = WithoutDigest(_text[start..end]);
        var url = text.Contains("://", StringComparison.Ordinal) ? text
            : text is ['/', ..] ? $"file://{text}"
            : text is [_, ':', '\\' or '/', ..] ? $"file:///{text.ToString().Replace('\\', '/')}"
            : text;
        if (!ArtifactUrl.TryParse(url, null, out var artifact))
        {
            Fail(start, ArtifactUrl.Problem(url)!);
            return;
        }
        _name = StringPattern.Of(artifact.File.Name.ToString());
        ParseVersion(start, artifact.File.VersionText);
        SetBuild(start, artifact.File.BuildText);
        _keys = _keys with
        {
            Channel = StringPattern.Of(artifact.Channel.ToString()),
            Subdir = StringPattern.Of(artifact.Subdir.ToString()),
        };
        if (text.Length < end - start)
            SetDigest(start + text.Length + 1, end);
    }

    // '#' and the MD5 or 'sha256:' and the SHA-256, as explicit lists of URLs have them.
    private void SetDigest(int start, int end)
    {
        var digest = _text[start..end];
        if (digest.StartsWith("sha256:"))
            _keys = _keys with { Sha256 = StringPattern.Of(digest["sha256:".Length..].ToString().ToLowerInvariant()) };
        else
            _keys = _keys with { Md5 = StringPattern.Of(digest.ToString().ToLowerInvariant()) };
    }
}
