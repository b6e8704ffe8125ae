using System.Text;
using System.Text.Json;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Packages.Metadata;

/// <summary>Finds the traits in paths.json, or in the older files, without building objects for the paths.</summary>
internal static class PackageTraitsReader
{
    public static PackageTraits Read(PackageInfo info, string name)
    {
        var utf8Name = Encoding.UTF8.GetBytes(name);
        if (info.Paths is { } paths)
            return FromPaths(paths.Span, utf8Name);
        var traits = PackageTraits.None;
        foreach (var line in new Utf8Lines(info.Files ?? default))
            traits |= OfPath(line, utf8Name);
        foreach (var line in new Utf8Lines(info.HasPrefix ?? default))
        {
            var (_, isBinary, _) = Prefix.HasPrefixLine.Parse(Encoding.UTF8.GetString(line));
            traits |= isBinary ? PackageTraits.BinaryPrefix : PackageTraits.TextPrefix;
        }
        return traits;
    }

    private static PackageTraits FromPaths(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var traits = PackageTraits.None;
        try
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            bool hasPlaceholder = false, isBinary = false;
            while (reader.Read())
            {
                // The entries are the objects on the second level of nesting: {"paths": [{…}]}.
                if (reader.CurrentDepth == 2 && reader.TokenType == JsonTokenType.StartObject)
                    hasPlaceholder = isBinary = false;
                else if (reader.CurrentDepth == 2 && reader.TokenType == JsonTokenType.EndObject && hasPlaceholder)
                    traits |= isBinary ? PackageTraits.BinaryPrefix : PackageTraits.TextPrefix;
                else if (reader.CurrentDepth != 3 || reader.TokenType != JsonTokenType.PropertyName)
                    continue;
                else if (reader.ValueTextEquals("_path"u8))
                    traits |= OfPath(StringAfter(ref reader), name);
                else if (reader.ValueTextEquals("file_mode"u8))
                    isBinary = StringAfter(ref reader).SequenceEqual("binary"u8);
                else if (reader.ValueTextEquals("prefix_placeholder"u8))
                    hasPlaceholder = !StringAfter(ref reader).IsEmpty;
            }
        }
        catch (JsonException e)
        {
            throw new BadInputException(PackagesDiagnostics.BadMetadata.In("info/paths.json", $"not JSON: {e.Message}"), e);
        }
        return traits;
    }

    private static ReadOnlySpan<byte> StringAfter(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType != JsonTokenType.String)
            return default;
        return reader.ValueIsEscaped ? Encoding.UTF8.GetBytes(reader.GetString()!) : reader.ValueSpan;
    }

    private static PackageTraits OfPath(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name)
    {
        if (path.StartsWith("etc/conda/activate.d/"u8))
            return PackageTraits.ActivateScripts;
        if (path.StartsWith("etc/conda/deactivate.d/"u8))
            return PackageTraits.DeactivateScripts;
        if (path.StartsWith("etc/conda/env_vars.d/"u8))
            return PackageTraits.EnvironmentVariables;
        if (path.StartsWith("Menu/"u8) && path.EndsWith(".json"u8))
            return PackageTraits.MenuItems;
        if (path.StartsWith("bin/."u8) && path.EndsWith(".sh"u8))
            return OfScript(path["bin/.".Length..^".sh".Length], name);
        if (path.StartsWith("Scripts/."u8) && path.EndsWith(".bat"u8))
            return OfScript(path["Scripts/.".Length..^".bat".Length], name);
        return PackageTraits.None;
    }

    // .{name}-{action}: CEP 34, "Pre- and post-link/unlink scripts".
    private static PackageTraits OfScript(ReadOnlySpan<byte> script, ReadOnlySpan<byte> name)
    {
        if (!script.StartsWith(name) || script.Length <= name.Length)
            return PackageTraits.None;
        var action = script[name.Length..];
        return action.SequenceEqual("-pre-link"u8) ? PackageTraits.PreLinkScript
            : action.SequenceEqual("-post-link"u8) ? PackageTraits.PostLinkScript
            : action.SequenceEqual("-pre-unlink"u8) ? PackageTraits.PreUnlinkScript
            : action.SequenceEqual("-post-unlink"u8) ? PackageTraits.PostUnlinkScript
            : PackageTraits.None;
    }
}
