using System.Collections.Concurrent;

namespace Hearth.Server.Sources;

/// <summary>What is costly to find, found once for all who ask for it within a moment.</summary>
/// <param name="goodFor">How old an answer may be.</param>
/// <param name="most">How many answers are kept.</param>
/// <param name="clock">Measures their age.</param>
internal sealed class Remembered<TKey, TValue>(TimeSpan goodFor, int most, TimeProvider clock)
    where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, Answer> _answers = new();

    /// <summary>Finds it, or gives what was found a moment ago. Many who ask at once cause one search, and one who leaves does not end it for the others.</summary>
    public async Task<TValue> OfAsync(TKey key, Func<Task<TValue>> find, CancellationToken cancellation)
    {
        var now = clock.GetTimestamp();
        if (_answers.Count >= most)
            _answers.Clear();
        var answer = _answers.AddOrUpdate(key, _ => Ask(find, now), (_, last) => last.IsGood(clock, now, goodFor) ? last : Ask(find, now));
        try
        {
            return await answer.Value.Value.WaitAsync(cancellation);
        }
        catch when (answer.Value.Value.IsFaulted)
        {
            _answers.TryRemove(new KeyValuePair<TKey, Answer>(key, answer));
            throw;
        }
    }

    private static Answer Ask(Func<Task<TValue>> find, long now) => new(now, new Lazy<Task<TValue>>(find));

    private sealed record Answer(long At, Lazy<Task<TValue>> Value)
    {
        public bool IsGood(TimeProvider clock, long now, TimeSpan goodFor) => !Value.IsValueCreated || !Value.Value.IsCompleted || clock.GetElapsedTime(At, now) < goodFor;
    }
}
