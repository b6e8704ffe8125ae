using System.Globalization;
using Hearth.Channels;
using Hearth.Channels.History;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;

namespace Hearth.Mirrors.Pushing;

/// <summary>
/// Brings a target to a state of a channel. Packages travel first, then shards, then what lists them, each stage only when all of the one before
/// is there. What travelled is noted, so that only what changed travels another time, and a push that was broken off goes on.
/// </summary>
/// <param name="store">Where the channel is.</param>
/// <param name="state">The state.</param>
/// <param name="target">Where to.</param>
/// <param name="terms">How.</param>
public sealed class ChannelPush(ChannelStore store, StateExport state, IPushTarget target, PushTerms terms)
{
    // Behind so many failures the next ones would fail as well.
    private const int MostProblems = 20;

    private const int Samples = 8;

    private static readonly string[] StageNames = ["packages", "shards", "documents"];

    private readonly List<Diagnostic> _problems = [];
    private readonly Lock _gate = new();
    private Dictionary<string, PushedUnit> _known = [];
    private PushLedger? _ledger;
    private bool _asks;

    /// <summary>Pushes.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="label">One label, as a channel of its own; null for all of the channel.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Stops; the next push goes on where this stopped.</param>
    /// <exception cref="BadInputException">The target cannot be read.</exception>
    public async Task<PushReport> RunAsync(ManagedChannel channel, Label? label, IProgress<PushProgress>? progress, CancellationToken cancellation)
    {
        progress?.Report(new PushProgress("looking what is there", 0, 0, 0));
        var stages = (await state.StagesAsync(withArtifacts: true, label, cancellation)).Select(files => target.UnitsOf(files).ToList()).ToList();
        foreach (var unit in stages.SelectMany(units => units))
        {
            if (target.Problem(unit) is { } problem)
                _problems.Add(MirrorDiagnostics.NoPlaceInRegistry.In(unit.Files[0].Path, problem));
        }
        var name = label is { } only ? $"{target.Name} {only}" : target.Name;
        (_known, var isUnfinished) = await PushLedger.ReadAsync(store, channel.Id, name, cancellation);
        var believes = !terms.Rechecks && await BelievesAsync(stages[^1], cancellation);
        // Into what is empty nobody need look, and what was noted to its end is known.
        _asks = terms.Rechecks || isUnfinished || (!believes && (_known.Count > 0 || await HasAnyAsync(stages[^1], cancellation)));
        if (!terms.IsDryRun)
            _ledger = await PushLedger.BeginAsync(store, channel.Id, name, state.Revision, cancellation);
        if (!believes)
        {
            _known = [];
            if (_ledger is not null)
                await _ledger.ForgetAsync(cancellation);
        }
        return await PushAsync(stages, progress, cancellation);
    }

    private async Task<PushReport> PushAsync(List<List<PushUnit>> stages, IProgress<PushProgress>? progress, CancellationToken cancellation)
    {
        var counts = new PushedFiles[stages.Count];
        try
        {
            for (var stage = 0; stage < stages.Count; stage++)
            {
                counts[stage] = new PushedFiles(stages[stage].Sum(unit => unit.Files.Count), 0, 0);
                if (_problems.Count == 0)
                    counts[stage] = await PushStageAsync(StageNames[stage], stages[stage], progress, cancellation);
            }
        }
        finally
        {
            if (_ledger is not null)
                await _ledger.FlushAsync(CancellationToken.None);
        }
        if (_problems.Count > 0)
            _problems.Add(MirrorDiagnostics.NotPushed.In(target.Name, "the indexes at the target were left as they are"));
        var report = new PushReport(target.Name, state.Revision, counts[0], counts[1], counts[2], _problems);
        if (_ledger is not null)
        {
            var message = string.Create(CultureInfo.InvariantCulture, $"{counts[0].Sent:n0} packages, {counts[1].Sent:n0} shards, {counts[2].Sent:n0} documents, {report.Bytes:n0} bytes, {_problems.Count} problems");
            await _ledger.EndAsync(message, isComplete: _problems.Count == 0, cancellation);
        }
        return report;
    }

    private async Task<PushedFiles> PushStageAsync(string name, List<PushUnit> units, IProgress<PushProgress>? progress, CancellationToken cancellation)
    {
        var wanted = units.Where(unit => !(_known.TryGetValue(unit.Key, out var known) && known.Content == unit.Content)).ToList();
        var (done, sent, bytes) = (0, 0, 0L);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Min(terms.Parallel, target.Parallel), CancellationToken = enough.Token };
        try
        {
            await Parallel.ForEachAsync(wanted, options, async (unit, stop) =>
            {
                if (await TryAsync(unit, stop) is { } travelled)
                {
                    Interlocked.Add(ref sent, unit.Files.Count);
                    Interlocked.Add(ref bytes, travelled);
                }
                progress?.Report(new PushProgress(name, Interlocked.Increment(ref done), wanted.Count, Interlocked.Read(ref bytes)));
                if (HasEnoughProblems())
                    await enough.CancelAsync();
            });
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            // What went wrong is told by the problems.
        }
        return new PushedFiles(units.Sum(unit => unit.Files.Count), sent, bytes);
    }

    private bool HasEnoughProblems()
    {
        lock (_gate)
            return _problems.Count >= MostProblems;
    }

    // The bytes that travelled; null if none did.
    private async Task<long?> TryAsync(PushUnit unit, CancellationToken cancellation)
    {
        try
        {
            if (_asks && await target.FindAsync(unit, cancellation) is { } proof)
            {
                await NoteAsync(unit, proof, cancellation);
                return null;
            }
            if (terms.IsDryRun)
                return await BytesOfAsync(unit, cancellation);
            var put = await target.PutAsync(unit, mayBeThere: _asks || _known.ContainsKey(unit.Key), cancellation);
            await NoteAsync(unit, put.Proof, cancellation);
            return put.Bytes;
        }
        catch (BadInputException e)
        {
            lock (_gate)
                _problems.AddRange(e.Diagnostics);
            return null;
        }
    }

    private async Task NoteAsync(PushUnit unit, Sha256 proof, CancellationToken cancellation)
    {
        if (_ledger is null || unit.Content is not { } content)
            return;
        await _ledger.AddAsync(new PushedUnit(unit.Key, content, proof), cancellation);
        // By these it is told whether the ledger holds.
        if (!unit.Files[0].IsSameInAllStates)
            await _ledger.FlushAsync(cancellation);
    }

    private static async Task<long> BytesOfAsync(PushUnit unit, CancellationToken cancellation)
    {
        var bytes = 0L;
        foreach (var file in unit.Files)
        {
            // What is not made yet is not made for this.
            if (file.Size is not null || file.Digest is null)
            {
                bytes += file.Size ?? 0;
                continue;
            }
            await using var content = await file.OpenAsync(cancellation);
            bytes += content is { CanSeek: true } ? content.Length : 0;
        }
        return bytes;
    }

    // What was noted holds as long as what lists it is what was left there: someone else's push, or an emptied target, shows in that.
    private async Task<bool> BelievesAsync(List<PushUnit> documents, CancellationToken cancellation)
    {
        var known = documents.Where(unit => _known.ContainsKey(unit.Key)).Select(unit => _known[unit.Key]).ToList();
        // A push that ended before it came to them: some of what it brought stands for all.
        if (known.Count == 0)
            known = [.. _known.Values.OrderBy(unit => unit.Content.ToString(), StringComparer.Ordinal).Take(Samples)];
        foreach (var unit in known)
        {
            if (!await target.IsUnchangedAsync(unit.Key, unit.Proof, cancellation))
                return false;
        }
        return known.Count > 0;
    }

    private async Task<bool> HasAnyAsync(List<PushUnit> documents, CancellationToken cancellation)
    {
        foreach (var unit in documents)
        {
            if (await target.IsThereAsync(unit.Key, cancellation))
                return true;
        }
        return false;
    }
}
