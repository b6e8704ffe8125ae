using System.Text;
using Hearth.Foundation.Json;

namespace Hearth.Conda.Patches;

/// <summary>How a patch changes an object: scalars and lists replace, objects merge key by key, null deletes.</summary>
internal static class JsonMerge
{
    /// <summary>Merges every member of <paramref name="patch"/> into <paramref name="target"/>, but those that <paramref name="isProtected"/>.</summary>
    /// <returns>The names of the members passed over because they are protected.</returns>
    public static IReadOnlyList<string> Into(JsonObjectBuilder target, ReadOnlyMemory<byte> patch, Func<ReadOnlyMemory<byte>, bool> isProtected)
    {
        List<string> passedOver = [];
        foreach (var member in JsonMember.FindIn(patch.Span))
        {
            var name = patch.Slice(member.NameStart, member.NameLength);
            var value = patch.Slice(member.ValueStart, member.ValueLength);
            if (isProtected(name))
                passedOver.Add(Encoding.UTF8.GetString(name.Span));
            else if (value.Span.SequenceEqual("null"u8))
                target.Remove(name.Span);
            else
                target.SetRaw(name, Merged(target.Raw(name.Span), value));
        }
        return passedOver;
    }

    private static ReadOnlyMemory<byte> Merged(ReadOnlyMemory<byte> old, ReadOnlyMemory<byte> patch)
    {
        if (patch.Span[0] != '{')
            return patch;
        var merged = new JsonObjectBuilder();
        if (old.Length > 0 && old.Span[0] == '{')
            merged.SetAll(old.Span);
        Into(merged, patch, static _ => false);
        return merged.Build();
    }
}
