using Hearth.Foundation.Json;
using ZstdSharp;

namespace Hearth.Channels.History;

/// <summary>
/// The bodies of <see cref="PastName"/>, compressed. They are small and much alike, so they are written against a text that has what nearly all of
/// them have: that halves them. Those of older versions were written against nothing, and are read as well.
/// </summary>
internal static class PastBodies
{
    private const int Level = 3;
    private const int MostBytes = 64 << 20;

    // Never to be changed, for what was written against it can be read with it alone. What most bodies have stands last, where it costs least to point at.
    private static readonly byte[] Alike =
    [
        .. "{\"description\":\"https://github.com/\",\"icon_hash\":null,\"icon_url\":null,\"identifiers\":[],\"keywords\":[],\"recipe_origin\":null,\"tags\":[],"u8,
        .. "\"run_exports\":{\"1.0.0\":{\"strong\":[\"lib >=1.0,<2.0a0\"],\"weak\":[\" >=1.0.0,<2.0a0\"]}},\"doc_source_url\":\"https://github.com/\",\"source_git_url\":\"https://github.com/\","u8,
        .. "\"source_url\":\"https://pypi.io/packages/source/p/\",\"license\":\"Apache-2.0 BSD-3-Clause GPL-3.0-or-later MIT\",\"subdirs\":[\"linux-aarch64\",\"linux-ppc64le\",\"osx-64\",\"osx-arm64\",\"win-64\"]}"u8,
        .. "{\"artifacts\":[1,1,1,1],\"channeldata\":{\"activate.d\":false,\"binary_prefix\":true,\"deactivate.d\":false,\"dev_url\":\"https://github.com/\",\"doc_url\":\"https://docs.readthedocs.io/en/latest/\",\"home\":\"https://github.com/\","u8,
        .. "\"license\":\"MIT\",\"post_link\":false,\"pre_link\":false,\"pre_unlink\":false,\"run_exports\":{},\"subdirs\":[\"noarch\"],\"summary\":\"A Python library for the \",\"text_prefix\":true,\"timestamp\":1700000000,\"version\":\"0.1.0\",\"version_time\":1700000000000},\"newest\":[\"-py312h_0.conda\",\"-pyhd8ed1ab_0.conda\"]}"u8,
        .. "\",\"post_link\":false,\"pre_link\":false,\"pre_unlink\":false,\"run_exports\":{},\"subdirs\":[\"linux-64\"],\"summary\":\""u8,
        .. "\",\"text_prefix\":false,\"timestamp\":17,\"version\":\"1.0.0\",\"version_time\":17},\"newest\":["u8,
        .. "{\"artifacts\":[,\"channeldata\":{\"activate.d\":false,\"binary_prefix\":false,\"deactivate.d\":false,"u8,
    ];

    [ThreadStatic]
    private static Compressor? _compressor;

    [ThreadStatic]
    private static Decompressor? _decompressor;

    public static byte[] Compress(JsonObjectBuilder body)
    {
        if (_compressor is null)
        {
            _compressor = new Compressor(Level);
            _compressor.LoadDictionary(Alike);
        }
        return _compressor.Wrap(body.Build()).ToArray();
    }

    /// <exception cref="InvalidDataException">The body is damaged.</exception>
    public static JsonObjectBuilder Decompress(ReadOnlySpan<byte> body)
    {
        if (_decompressor is null)
        {
            _decompressor = new Decompressor();
            _decompressor.LoadDictionary(Alike);
        }
        try
        {
            return new JsonObjectBuilder().SetAll(_decompressor.Unwrap(body, MostBytes));
        }
        catch (ZstdException e)
        {
            throw new InvalidDataException($"The body of a name of the past is damaged: {e.Message}.", e);
        }
    }
}
