using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hearth.Foundation.Time;
using Hearth.Server.Hosting;

namespace Hearth.Cli.Commands.Serve;

/// <summary>What a server did, one line for each answer and event: text for people, or a JSON object for collectors of logs.</summary>
internal sealed class ServerLog(TextWriter lines, bool isJson, TimeProvider clock)
{
    private readonly Lock _gate = new();

    /// <summary>An answer; its path has no token in it any more.</summary>
    public void Write(Answer answer) => WriteLine(isJson
        ? Json(answer.Status >= 500 ? "error" : "info", "answer", json =>
        {
            json.WriteString("request_id"u8, answer.Id);
            json.WriteString("method"u8, answer.Method);
            json.WriteString("path"u8, answer.Path);
            json.WriteNumber("status"u8, answer.Status);
            if (answer.Bytes is { } bytes)
                json.WriteNumber("bytes"u8, bytes);
            json.WriteNumber("duration_ms"u8, Math.Round(answer.Elapsed.TotalMilliseconds, 3));
        })
        : string.Create(CultureInfo.InvariantCulture, $"{answer.Status} {answer.Method} {answer.Path} {answer.Bytes ?? 0} B {answer.Elapsed.TotalMilliseconds:f1} ms"));

    /// <summary>Something beside the answers.</summary>
    public void Write(ServerEvent happened) => WriteLine(isJson
        ? Json(happened.IsError ? "error" : "info", happened.Name, json => json.WriteString("message"u8, happened.Message))
        : $"{(happened.IsError ? "error: " : "")}{happened.Message}");

    private string Json(string level, string name, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("time"u8, Rfc3339.Format(clock.GetUtcNow()));
            json.WriteString("level"u8, level);
            json.WriteString("event"u8, name);
            rest(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    // Answers end on many threads; lines stay whole.
    private void WriteLine(string line)
    {
        lock (_gate)
            lines.WriteLine(line);
    }
}
