using System.Globalization;
using System.Text;

namespace Hearth.Foundation.Json;

/// <summary>A place inside a JSON document, as the path that leads to it. Its text is a JSON Pointer (RFC 6901).</summary>
public sealed class Place
{
    /// <summary>The whole document; its pointer is the empty string.</summary>
    public static readonly Place Root = new(null, null, 0);

    private readonly Place? _parent;
    private readonly string? _name;
    private readonly int _index;

    private Place(Place? parent, string? name, int index)
    {
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>The value of a key of the object here.</summary>
    public Place this[string name] => new(this, name, 0);

    /// <summary>An element of the array here, counted from 0.</summary>
    public Place this[int index] => new(this, null, index);

    public override string ToString()
    {
        var text = new StringBuilder();
        Append(text);
        return text.ToString();
    }

    private void Append(StringBuilder text)
    {
        if (_parent is null)
            return;
        _parent.Append(text);
        text.Append('/').Append(_name is null ? _index.ToString(CultureInfo.InvariantCulture) : Escape(_name));
    }

    // RFC 6901 §3: '~' and '/' are the only characters with a meaning of their own.
    internal static string Escape(string name) =>
        name.AsSpan().ContainsAny('~', '/') ? name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal) : name;
}
