using CsCheck;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;

namespace Hearth.Conda.Tests;

/// <summary>Text from outside is read or refused, and what was read is spelled so that it reads the same again.</summary>
public sealed class HostileTextTests
{
    private static readonly string[] Pieces =
    [
        "a", "foo", "1", "1.2", "0", "*", ".*", ".", "_", "-", "!", "+", "=", "==", ">=", "<", "~=", "!=", ",", "|", "(", ")", "[", "]", " ", "  ",
        "^", "$", "^1.*$", "::", ":", "/", "noarch", "linux-64", "https://h/", "c::", "version=", "build=", "channel=", "subdir=", "md5=", "license=",
        "when=", "extras=", "flags=", "build_number=", "fn=", "'", "\"", "\\", " and ", " or ", "a-1-0.conda", "#", "@", "é", "\0", "/t/tok/", "u:p@",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Pieces.Length - 1].Array[0, 12].Select(indexes => string.Concat(indexes.Select(i => Pieces[i])));

    [Fact]
    public void MatchSpecs() => Text.Sample(text =>
    {
        foreach (var spec in new[] { text, $"foo {text}", $"foo[{text}]", $"foo[when=\"{text}\"]", $"foo[fn='{text}',license=\"{text}\"]" })
        {
            MatchSpec.NameOf(spec);
            if (MatchSpec.TryParse(spec, out var parsed, out var problems))
                AssertReadsBack(spec, parsed);
            else
                Assert.NotEmpty(problems);
        }
    }, iter: 20_000);

    private static void AssertReadsBack(string text, MatchSpec spec)
    {
        var spelled = spec.ToString();
        Assert.True(MatchSpec.TryParse(spelled, out var again, out var problems), $"<{text}> is spelled <{spelled}>: {string.Join(';', problems)}");
        Assert.True(again.ToString() == spelled, $"<{text}> is spelled <{spelled}>, then <{again}>");
        Assert.True(
            again.Name == spec.Name && again.Version.Equals(spec.Version) && again.Build == spec.Build
            && again.Keys with { Extras = [], Flags = [], When = null } == spec.Keys with { Extras = [], Flags = [], When = null },
            $"<{text}> is spelled <{spelled}>, which means something else");
        if (spec.ToRevision3String() is { } revision3)
        {
            Assert.True(MatchSpec.TryParse(revision3, out again, out problems), $"<{text}> is spelled <{revision3}>: {string.Join(';', problems)}");
            Assert.True(again.Equals(spec), $"<{text}> is spelled <{revision3}>, then <{again}>, not <{spelled}>");
        }
    }

    [Fact]
    public void Version_specs() => Text.Sample(text =>
    {
        if (VersionSpec.TryParse(text, null, out var spec))
            Assert.True(VersionSpec.Parse(spec.ToString()).Equals(spec), $"<{text}> is spelled <{spec}>");
    }, iter: 50_000);

    [Fact]
    public void Versions() => Text.Sample(text =>
    {
        if (CondaVersion.TryParse(text, null, out var version))
        {
            Assert.True(CondaVersion.Parse(version.ToCanonicalString()) == version, $"<{text}> is spelled <{version.ToCanonicalString()}>");
            Assert.True(version.StartsWith(version), text);
        }
    }, iter: 50_000);

    [Fact]
    public void Names_and_URLs() => Text.Sample(text =>
    {
        if (ArtifactFileName.TryParseLenient(text, out var file))
            Assert.Equal(text, $"{file.NameText}-{file.VersionText}-{file.BuildText}{file.Format.Extension()}");
        if (ChannelUrl.TryParse(text, null, out var channel))
            Assert.Equal(channel.ToString(), ChannelUrl.Parse(channel.UrlOf(Subdir.NoArch, "")[..^1]).ToString());
        if (ArtifactUrl.TryParse(text, null, out var artifact))
            Assert.Equal(artifact.ToString(), ArtifactUrl.Parse(artifact.ToString()).ToString());
        Assert.Equal(UrlSecrets.Redact(text), UrlSecrets.Redact(UrlSecrets.Redact(text)));
    }, iter: 50_000);
}
