using Microsoft.AspNetCore.Http;

namespace Hearth.Server.Telemetry;

/// <summary>What a request is about, as metrics tell requests apart.</summary>
internal static class RequestKind
{
    /// <summary>One of a few words: the path itself never becomes a label.</summary>
    public static string Of(HttpRequest request)
    {
        var path = request.Path.Value ?? "";
        if (path.StartsWith("/api/v1/", StringComparison.Ordinal))
            return "api";
        if (path.StartsWith("/health/", StringComparison.Ordinal) || path == "/metrics")
            return "health";
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
            return "write";
        if (path.EndsWith(".msgpack.zst", StringComparison.Ordinal))
            return path.Contains("/shards/", StringComparison.Ordinal) ? "shard" : "index";
        if (path.EndsWith(".conda", StringComparison.Ordinal) || path.EndsWith(".tar.bz2", StringComparison.Ordinal))
            return "artifact";
        return path.Contains(".json", StringComparison.Ordinal) || path.EndsWith(".jlap", StringComparison.Ordinal) ? "document" : "other";
    }
}
