using System.Text.Json;

namespace Hearth.Mirrors.Upstream;

/// <summary>Where the packages of a subdir lie (CEP 15).</summary>
internal static class BaseUrl
{
    /// <summary>What the <c>info</c> of a repodata.json says.</summary>
    /// <exception cref="InvalidDataException">It is no URL.</exception>
    public static string In(string subdir, ReadOnlySpan<byte> info)
    {
        using var json = JsonDocument.Parse(info.ToArray());
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("base_url"u8, out var url) && url.ValueKind == JsonValueKind.String
            ? Of(subdir, url.GetString())
            : Of(subdir, null);
    }

    /// <summary>A base URL as a reference from the channel on, with a slash at its end.</summary>
    /// <exception cref="InvalidDataException">It is no URL.</exception>
    public static string Of(string subdir, string? baseUrl)
    {
        if (string.IsNullOrEmpty(baseUrl))
            return subdir + "/";
        // Resolved by hand against a root that no URL has, so that a relative one stays relative.
        var slashed = baseUrl.EndsWith('/') ? baseUrl : baseUrl + "/";
        if (Uri.TryCreate(slashed, UriKind.Absolute, out var absolute) && absolute.Scheme is "http" or "https")
            return slashed;
        var root = new Uri("hearth://channel/");
        return Uri.TryCreate(new Uri(root, subdir + "/"), slashed, out var resolved)
            ? root.MakeRelativeUri(resolved).ToString()
            : throw new InvalidDataException($"the base URL '{baseUrl}' is no URL");
    }
}
