namespace Hearth.Channels.History;

/// <summary>A snapshot that a schedule wants.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Moment">The moment that it names: a date or an instant.</param>
internal readonly record struct DueSnapshot(string Name, string Moment);
