using System.Globalization;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Sources;

/// <summary>What a collection did.</summary>
/// <param name="Read">Artifacts whose recipe was read.</param>
/// <param name="Collected">Sources that are held now and were not before.</param>
/// <param name="Bytes">Bytes that the archive took.</param>
/// <param name="Missing">Sources that could not be had, are not whole, or may not be asked for.</param>
/// <param name="Changed">Sources whose addresses give other bytes than promised.</param>
/// <param name="Problems">What is not held, and why; and recipes that cannot be read.</param>
public sealed record CollectReport(int Read, int Collected, long Bytes, int Missing, int Changed, IReadOnlyList<Diagnostic> Problems)
{
    /// <summary>One line for people.</summary>
    public string Summary => string.Create(CultureInfo.InvariantCulture, $"{Read} recipes read, {Collected} sources collected, {Missing} missing, {Changed} changed upstream");
}
