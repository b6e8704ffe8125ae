using System.Text.Json;
using Hearth.Foundation.Diagnostics;
using Hearth.Server.Folders;

namespace Hearth.Server.Api;

/// <summary>An answer that says no, and why: all reasons, the first of them spelt out at the top (wire-formats §10).</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Problems">At least one.</param>
internal sealed record ApiRefusal(int Status, IReadOnlyList<Diagnostic> Problems)
{
    public ApiRefusal(int status, Diagnostic problem)
        : this(status, [problem])
    {
    }

    /// <summary>The refusal as one JSON object: <c>{code, message, file, expected, actual, hint, problems}</c>.</summary>
    /// <param name="envelope">Writes what a dialect's clients look for beside it, about the first problem.</param>
    public byte[] ToJson(Action<Utf8JsonWriter, Diagnostic>? envelope = null)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            // Errors before warnings: the first is what clients show.
            var ordered = Problems.OrderByDescending(problem => problem.Severity).ToList();
            Write(json, ordered[0]);
            envelope?.Invoke(json, ordered[0]);
            json.WriteStartArray("problems"u8);
            foreach (var problem in ordered)
            {
                json.WriteStartObject();
                Write(json, problem);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>The problem that clients show.</summary>
    public Diagnostic First => Problems.OrderByDescending(problem => problem.Severity).First();

    /// <summary>How a dialect whose clients read one member for the message refuses.</summary>
    public static Func<ApiCall, ApiRefusal, Task> WithMessageIn(string member) => (call, refusal) =>
        call.SendAsync(refusal.Status, ContentTypes.Json, refusal.ToJson((json, problem) => json.WriteString(member, problem.Message)));

    /// <summary>Sends it as it is.</summary>
    public Task SendAsync(ApiCall call) => call.SendAsync(Status, ContentTypes.Json, ToJson());

    private static void Write(Utf8JsonWriter json, Diagnostic problem)
    {
        json.WriteString("code"u8, problem.Code);
        json.WriteString("severity"u8, problem.Severity.ToString().ToLowerInvariant());
        json.WriteString("message"u8, problem.Message);
        WriteIfAny(json, "file"u8, problem.File);
        WriteIfAny(json, "expected"u8, problem.Expected);
        WriteIfAny(json, "actual"u8, problem.Actual);
        json.WriteString("hint"u8, problem.Hint ?? $"hearth explain {problem.Code}");
    }

    private static void WriteIfAny(Utf8JsonWriter json, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
            json.WriteString(name, value);
    }
}
