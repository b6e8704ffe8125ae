using Hearth.Channels.History;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Pushing;

/// <summary>Where a push goes.</summary>
public interface IPushTarget : IAsyncDisposable
{
    /// <summary>The target, without secrets; the same text for the same place.</summary>
    string Name { get; }

    /// <summary>How many units it takes at a time, at most.</summary>
    int Parallel { get; }

    /// <summary>Groups files by what is taken together.</summary>
    IEnumerable<PushUnit> UnitsOf(IReadOnlyList<ExportedFile> files);

    /// <summary>Says what keeps a unit from being taken; null if nothing does.</summary>
    string? Problem(PushUnit unit);

    /// <summary>Whether what the target has under a key is what it was when it was put there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="proof">What <see cref="PutAsync"/> told.</param>
    /// <param name="cancellation">Gives up.</param>
    Task<bool> IsUnchangedAsync(string key, Sha256 proof, CancellationToken cancellation);

    /// <summary>Whether the target has anything under a key.</summary>
    Task<bool> IsThereAsync(string key, CancellationToken cancellation);

    /// <summary>Whether the target has a unit, whoever put it there.</summary>
    /// <returns>Its proof; null if it has not, or if that cannot be told before the unit is made.</returns>
    Task<Sha256?> FindAsync(PushUnit unit, CancellationToken cancellation);

    /// <summary>Puts a unit; it is there when the call returns.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="mayBeThere">Whether parts of it may be there already, so that it is worth asking before they are sent.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The target does not take it, or does not answer.</exception>
    Task<PutUnit> PutAsync(PushUnit unit, bool mayBeThere, CancellationToken cancellation);
}
