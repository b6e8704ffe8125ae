namespace Hearth.Conda.Versions;

/// <summary>The order of versions (CEP 33 §Ordering), walked over their texts.</summary>
internal static class VersionOrder
{
    public static int Compare(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var a = new VersionParts(left);
        var b = new VersionParts(right);
        if (a.Epoch.Length != b.Epoch.Length)
            return a.Epoch.Length < b.Epoch.Length ? -1 : 1;
        var order = a.Epoch.SequenceCompareTo(b.Epoch);
        if (order == 0)
            order = ComparePart(a.Main, b.Main);
        return order != 0 ? order : ComparePart(a.Local, b.Local);
    }

    private static int ComparePart(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var a = new VersionSegments(left);
        var b = new VersionSegments(right);
        while (a.InSegment || b.InSegment)
        {
            do
            {
                var order = a.NextElement().CompareTo(b.NextElement());
                if (order != 0)
                    return order;
            }
            while (!a.AtSegmentEnd || !b.AtSegmentEnd);
            a.NextSegment();
            b.NextSegment();
        }
        return 0;
    }

    /// <summary>
    /// Whether all of <paramref name="prefix"/> but its last element equals the beginning of <paramref name="version"/>, and the
    /// last element fits (CEP 29 §Version matching, fuzzy equality).
    /// </summary>
    public static bool StartsWith(ReadOnlySpan<char> version, ReadOnlySpan<char> prefix)
    {
        var a = new VersionParts(version);
        var b = new VersionParts(prefix);
        if (!a.Epoch.SequenceEqual(b.Epoch))
            return false;
        return b.Local.IsEmpty
            ? PartStartsWith(a.Main, b.Main)
            : ComparePart(a.Main, b.Main) == 0 && PartStartsWith(a.Local, b.Local);
    }

    private static bool PartStartsWith(ReadOnlySpan<char> version, ReadOnlySpan<char> prefix)
    {
        var a = new VersionSegments(version);
        var b = new VersionSegments(prefix);
        while (true)
        {
            var isLastSegment = b.InLastSegment;
            do
            {
                var wanted = b.NextElement();
                var found = a.NextElement();
                if (isLastSegment && b.AtSegmentEnd)
                    return found.StartsWith(wanted);
                if (found.CompareTo(wanted) != 0)
                    return false;
            }
            while (!b.AtSegmentEnd || !a.AtSegmentEnd);
            a.NextSegment();
            b.NextSegment();
        }
    }

    /// <summary>A hash that equal versions share: zeros count only when something other than zeros follows.</summary>
    public static int Hash(ReadOnlySpan<char> text)
    {
        var parts = new VersionParts(text);
        var hash = default(HashCode);
        foreach (var digit in parts.Epoch)
            hash.Add(digit);
        AddPart(ref hash, parts.Main);
        hash.Add('+');
        AddPart(ref hash, parts.Local);
        return hash.ToHashCode();
    }

    private static void AddPart(ref HashCode hash, ReadOnlySpan<char> part)
    {
        var segments = new VersionSegments(part);
        for (var segment = 0; segments.InSegment; segment++, segments.NextSegment())
        {
            for (var index = 0; index == 0 || !segments.AtSegmentEnd; index++)
            {
                var element = segments.NextElement();
                if (element.IsZero)
                    continue;
                hash.Add((segment << 16) + (index << 4) + (int)element.Kind);
                foreach (var c in element.Text)
                    hash.Add(VersionElement.Fold(c));
            }
        }
    }
}
