using System.Text;
using Hearth.Conda.Records;
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

    /// <summary>The patch that does what <paramref name="first"/> and then <paramref name="second"/> do; nulls stay, for they delete.</summary>
    public static byte[] Append(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second)
    {
        var appended = new JsonObjectBuilder().SetAll(first.Span);
        foreach (var member in JsonMember.FindIn(second.Span))
        {
            var name = second.Slice(member.NameStart, member.NameLength);
            var value = second.Slice(member.ValueStart, member.ValueLength);
            var old = appended.Raw(name.Span);
            appended.SetRaw(name, old.Length > 0 && old.Span[0] == '{' && value.Span[0] == '{' ? Append(old, value) : value);
        }
        return appended.Build();
    }

    /// <summary>The record with a patch merged into it.</summary>
    public static PackageRecord Of(PackageRecord record, ReadOnlyMemory<byte> patch)
    {
        var fields = record.ToBuilder();
        Into(fields, patch, static _ => false);
        return PackageRecord.From(fields);
    }

    /// <summary>The patch that turns one object into another.</summary>
    public static byte[] Difference(ReadOnlyMemory<byte> from, ReadOnlyMemory<byte> to)
    {
        var old = new JsonObjectBuilder().SetAll(from.Span);
        var patch = new JsonObjectBuilder();
        foreach (var member in JsonMember.FindIn(to.Span))
        {
            var name = to.Slice(member.NameStart, member.NameLength);
            var value = to.Slice(member.ValueStart, member.ValueLength);
            var before = old.Raw(name.Span);
            if (!before.Span.SequenceEqual(value.Span))
                patch.SetRaw(name, before.Span is [(byte)'{', ..] && value.Span[0] == '{' ? Difference(before, value) : value);
            old.Remove(name.Span);
        }
        ReadOnlyMemory<byte> left = old.Build();
        foreach (var gone in JsonMember.FindIn(left.Span))
            patch.SetRaw(left.Slice(gone.NameStart, gone.NameLength), "null"u8.ToArray());
        return patch.Build();
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
