using System.Text.Encodings.Web;
using System.Text.Json;

namespace Hearth.Recipes.Jinja;

/// <summary>Values as JSON, for the filter <c>tojson</c>.</summary>
internal static class JsonText
{
    public static string Of(JinjaValue value, JinjaCall call)
    {
        call.Meter.Spend(value.Weight);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            Write(json, value, call);
        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }

    private static void Write(Utf8JsonWriter json, JinjaValue value, JinjaCall call)
    {
        switch (value.Kind)
        {
            case JinjaKind.Boolean:
                json.WriteBooleanValue(value.IsTrue);
                break;
            case JinjaKind.Integer:
                json.WriteNumberValue(value.AsInteger);
                break;
            case JinjaKind.Float when double.IsFinite(value.AsFloat):
                json.WriteNumberValue(value.AsFloat);
                break;
            case JinjaKind.Text:
                json.WriteStringValue(value.AsText);
                break;
            case JinjaKind.List:
                json.WriteStartArray();
                foreach (var item in value.AsList)
                    Write(json, item, call);
                json.WriteEndArray();
                break;
            case JinjaKind.Map:
                json.WriteStartObject();
                foreach (var (key, member) in value.AsMap)
                {
                    json.WritePropertyName(key.ToText(call.Settings.Dialect));
                    Write(json, member, call);
                }
                json.WriteEndObject();
                break;
            case JinjaKind.Null or JinjaKind.Undefined:
                json.WriteNullValue();
                break;
            default:
                throw JinjaCall.Fail($"{value.Describe()} cannot be written as JSON");
        }
    }
}
