namespace Hearth.Channels.Search;

/// <summary>A name that was found.</summary>
/// <param name="Entry">The name.</param>
/// <param name="Kind">Why.</param>
/// <param name="Distance">For <see cref="MatchKind.Similar"/>, the number of slips.</param>
/// <param name="Dependents">How many names depend on it: of two that fit alike, people mean the one that more is built on.</param>
public sealed record NameMatch(NameEntry Entry, MatchKind Kind, int Distance, int Dependents) : IComparable<NameMatch>
{
    /// <summary>The better match comes first.</summary>
    public int CompareTo(NameMatch? other)
    {
        if (other is null)
            return -1;
        if (Kind != other.Kind)
            return Kind.CompareTo(other.Kind);
        if (Entry.IsInMain != other.Entry.IsInMain)
            return other.Entry.IsInMain.CompareTo(Entry.IsInMain);
        if (Distance != other.Distance)
            return Distance.CompareTo(other.Distance);
        if (Dependents != other.Dependents)
            return other.Dependents.CompareTo(Dependents);
        return Entry.Name.Length != other.Entry.Name.Length
            ? Entry.Name.Length.CompareTo(other.Entry.Name.Length)
            : string.CompareOrdinal(Entry.Name, other.Entry.Name);
    }
}
