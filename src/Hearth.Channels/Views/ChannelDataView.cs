using Hearth.Conda.Repodata;
using Hearth.Foundation.Json;

namespace Hearth.Channels.Views;

/// <summary>channeldata.json: what the channel has under each name, over all subdirs (CEP 38).</summary>
public static class ChannelDataView
{
    /// <summary>Merges what the subdirs know.</summary>
    /// <param name="subdirs">The subdirs of the channel, each with its names and their entries, as <see cref="ChannelDataOfName.ToJson"/> wrote them.</param>
    /// <returns>Name to entry, sorted.</returns>
    public static SortedDictionary<string, ChannelDataOfName> Merge(IEnumerable<IEnumerable<(string Name, byte[] Entry)>> subdirs)
    {
        var names = new SortedDictionary<string, ChannelDataOfName>(StringComparer.Ordinal);
        foreach (var (name, entry) in subdirs.SelectMany(subdir => subdir))
        {
            if (!names.TryGetValue(name, out var merged))
                names[name] = merged = new ChannelDataOfName();
            merged.Add(entry);
        }
        return names;
    }

    /// <summary>Writes the document.</summary>
    public static void Write(IEnumerable<string> subdirs, SortedDictionary<string, ChannelDataOfName> names, Stream output)
    {
        var document = new DocumentBuffer(output);
        var json = document.Json;
        json.Append("{\"channeldata_version\":1,\"packages\":{"u8);
        var first = true;
        foreach (var (name, entry) in names)
        {
            if (!first)
                json.Append((byte)',');
            first = false;
            JsonText.Write(name, json);
            json.Append((byte)':');
            json.Append(entry.ToJson(withVersionTime: false));
            document.PassOn();
        }
        json.Append("},\"subdirs\":"u8);
        json.Append(JsonText.List(subdirs));
        json.Append("}\n"u8);
        document.Flush();
    }
}
