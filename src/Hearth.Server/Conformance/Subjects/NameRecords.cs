namespace Hearth.Server.Conformance.Subjects;

/// <summary>The records of one name: how many, and a sum that differs if any of them does. Order does not matter.</summary>
internal readonly record struct NameRecords(int Count, UInt128 Sum)
{
    public NameRecords Plus(UInt128 fingerprint) => new(Count + 1, unchecked(Sum + fingerprint));
}
