using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hearth.Channels;
using Hearth.Channels.Sources;
using Hearth.Conda.Names;
using Hearth.Foundation.Hashing;
using Hearth.Foundation.Time;

namespace Hearth.Mirrors.Sources;

/// <summary>Writes what the archive has as a list for others. Patches and recipes are part of packages, and left out.</summary>
public sealed class SourceExport(ChannelStore store)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// The list that Software Heritage loads sources from: each with its addresses and its integrity, as in Subresource Integrity. What was taken down is
    /// left out; so are bundles, for their repositories are archived there as such, and addresses that name a secret.
    /// </summary>
    public async Task<int> WriteSoftwareHeritageAsync(Stream output, CancellationToken cancellation)
    {
        var count = 0;
        var revision = new StringBuilder();
        await using var json = new Utf8JsonWriter(output, Indented);
        json.WriteStartObject();
        json.WriteString("version"u8, "1");
        json.WriteStartArray("sources"u8);
        await foreach (var listed in SourcesAsync(cancellation))
        {
            var source = listed.Source;
            // Nobody else can ask an address whose secret is not told.
            var urls = listed.Urls.Where(url => !url.Contains(UrlSecrets.Mask, StringComparison.Ordinal)).ToList();
            if (source.Takedown is not null || source.Kind != SourceKind.File || urls.Count == 0)
                continue;
            json.WriteStartObject();
            json.WriteString("type"u8, "url");
            json.WriteStartArray("urls"u8);
            foreach (var url in urls)
                json.WriteStringValue(url);
            json.WriteEndArray();
            json.WriteString("integrity"u8, $"sha256-{Convert.ToBase64String(source.Sha256.AsSpan())}");
            json.WriteEndObject();
            await json.FlushAsync(cancellation);
            revision.Append(source.Sha256);
            count++;
        }
        json.WriteEndArray();
        // The state of the list: two lists of the same sources have the same.
        json.WriteString("revision"u8, Sha256.Of(Encoding.ASCII.GetBytes(revision.ToString())).ToString());
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        output.WriteByte((byte)'\n');
        return count;
    }

    /// <summary>One object for each source (schemas/sources.schema.json).</summary>
    public async Task<int> WriteJsonAsync(Stream output, CancellationToken cancellation)
    {
        var count = 0;
        await using var json = new Utf8JsonWriter(output, Indented);
        json.WriteStartObject();
        json.WriteString("schema"u8, "hearth.sources.1");
        json.WriteStartArray("sources"u8);
        await foreach (var listed in SourcesAsync(cancellation))
        {
            Write(json, listed);
            await json.FlushAsync(cancellation);
            count++;
        }
        json.WriteEndArray();
        json.WriteEndObject();
        await json.FlushAsync(cancellation);
        output.WriteByte((byte)'\n');
        return count;
    }

    /// <summary>A line for each source, with a head line (RFC 4180); several names stand in one field, with spaces between.</summary>
    public async Task<int> WriteCsvAsync(Stream output, CancellationToken cancellation)
    {
        var count = 0;
        await using var text = new StreamWriter(output, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true) { NewLine = "\r\n" };
        await text.WriteLineAsync("sha256,size,kind,sha512,sha1,md5,revision,tree,files,packages,urls,added,taken_down");
        await foreach (var listed in SourcesAsync(cancellation))
        {
            var (source, digests) = (listed.Source, listed.Source.Digests);
            await text.WriteLineAsync(string.Join(
                ',',
                new[]
                {
                    digests.Sha256.ToString(), digests.Size.ToString(CultureInfo.InvariantCulture), source.Kind.Word(), digests.Sha512, digests.Sha1, digests.Md5, source.Revision ?? "", source.Tree ?? "",
                    string.Join(' ', listed.Files), string.Join(' ', listed.Packages), string.Join(' ', listed.Urls), Rfc3339.Format(source.Added), source.Takedown?.Reason ?? "",
                }.Select(Field)));
            count++;
        }
        return count;
    }

    private async IAsyncEnumerable<ListedSource> SourcesAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var listed in ListedSource.AllAsync(store, cancellation))
        {
            if (listed.Source.Kind is SourceKind.File or SourceKind.Bundle)
                yield return listed;
        }
    }

    private static void Write(Utf8JsonWriter json, ListedSource listed)
    {
        var (source, digests) = (listed.Source, listed.Source.Digests);
        json.WriteStartObject();
        json.WriteString("sha256"u8, digests.Sha256.ToString());
        json.WriteString("sha512"u8, digests.Sha512);
        json.WriteString("sha1"u8, digests.Sha1);
        json.WriteString("md5"u8, digests.Md5);
        json.WriteNumber("size"u8, digests.Size);
        json.WriteString("kind"u8, source.Kind.Word());
        if (source.Revision is not null)
            json.WriteString("revision"u8, source.Revision);
        if (source.Tree is not null)
            json.WriteString("tree"u8, source.Tree);
        if (source.Lacks.Length > 0)
            json.WriteString("lacks"u8, source.Lacks);
        foreach (var (name, values) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)[("urls", listed.Urls), ("files", listed.Files), ("packages", listed.Packages)])
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteStringValue(value);
            json.WriteEndArray();
        }
        json.WriteString("added"u8, Rfc3339.Format(source.Added));
        if (source.Takedown is { } takedown)
        {
            json.WriteStartObject("taken_down"u8);
            json.WriteNumber("status"u8, takedown.Status);
            json.WriteString("reason"u8, takedown.Reason);
            json.WriteString("at"u8, Rfc3339.Format(takedown.At));
            json.WriteBoolean("erased"u8, takedown.IsErased);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    // A spreadsheet must not take what strangers wrote for a formula.
    private static string Field(string value)
    {
        if (value is ['=' or '+' or '-' or '@' or '\t' or '\r', ..])
            value = "'" + value;
        return value.AsSpan().IndexOfAny(",\"\r\n") < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
