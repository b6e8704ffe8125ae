using System.Text.Json;
using Hearth.Channels.Databases;

namespace Hearth.Channels.Jobs;

/// <summary>The jobs of an installation. A server takes one by an update that only one can win, on either database.</summary>
public sealed class JobStore(Database database, TimeProvider clock)
{
    /// <summary>How long a job belongs to a server that says nothing.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    /// <summary>How often a job is tried before it is given up.</summary>
    public const int MostAttempts = 5;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    /// <summary>Adds a job.</summary>
    /// <param name="kind">What it does.</param>
    /// <param name="arguments">What it is about.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="slot">What at most one job shall be there for, however often this is called; null for any number.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The job; null if there is one for the slot.</returns>
    public Task<Job?> AddAsync(JobKind kind, JobArguments arguments, string actor, string? slot, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return database.WriteAsync(
            async session =>
            {
                var id = await session.NumberAsync(
                    $"""
                    INSERT INTO job(kind, arguments, actor, state, created, due, slot)
                    VALUES ({kind.Word()}, {JsonSerializer.Serialize(arguments, JobJson.Default.JobArguments)}, {actor}, 'waiting', {now}, {now}, {slot})
                    ON CONFLICT DO NOTHING RETURNING id
                    """,
                    cancellation);
                return id == 0 ? null : await FindAsync(session, id, cancellation);
            },
            cancellation);
    }

    /// <summary>A job by its number; null if there is none.</summary>
    public Task<Job?> FindAsync(long id, CancellationToken cancellation) => database.ReadAsync(session => FindAsync(session, id, cancellation), cancellation);

    /// <summary>Jobs, newest first.</summary>
    /// <param name="state">Only those in this state; null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<List<Job>> ListAsync(JobState? state, int limit, CancellationToken cancellation) => database.ReadAsync(
        session => session.QueryAsync(
            $"""
            SELECT id, kind, arguments, actor, state, created, due, attempts, holder, done, total, message, cancelling, ended FROM job
            WHERE state = {state?.Word() ?? ""} OR {state is null} = 1 ORDER BY id DESC LIMIT {(long)limit}
            """,
            Read,
            cancellation),
        cancellation);

    /// <summary>How many jobs there are in each state.</summary>
    public async Task<IReadOnlyDictionary<JobState, long>> CountAsync(CancellationToken cancellation)
    {
        var counted = await database.ReadAsync(
            session => session.QueryAsync($"SELECT state, count(*) FROM job GROUP BY state", row => (State: JobWords.State(row.Text(0))!.Value, Count: row.Integer(1)), cancellation), cancellation);
        return Enum.GetValues<JobState>().ToDictionary(state => state, state => counted.Where(row => row.State == state).Sum(row => row.Count));
    }

    /// <summary>Does a waiting job now, or a failed or cancelled one once more.</summary>
    /// <returns>The job as it is now, whether or not it could be; null if there is none.</returns>
    public Task<Job?> RetryAsync(long id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return ChangeAsync(
            id,
            $"UPDATE job SET state = 'waiting', due = {now}, attempts = 0, cancelling = 0, done = 0, total = 0, ended = NULL WHERE id = {id} AND state IN ('waiting', 'failed', 'cancelled')",
            cancellation);
    }

    /// <summary>Takes a waiting job away, or asks the server that works on it to stop; that takes a few seconds.</summary>
    /// <inheritdoc cref="RetryAsync" path="/returns"/>
    public Task<Job?> CancelAsync(long id, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        return ChangeAsync(
            id,
            $"""
            UPDATE job SET cancelling = 1, ended = CASE WHEN state = 'waiting' THEN {now} ELSE ended END, state = CASE WHEN state = 'waiting' THEN 'cancelled' ELSE state END
            WHERE id = {id} AND state IN ('waiting', 'running')
            """,
            cancellation);
    }

    /// <summary>Adds a job, unless one of the kind and about the same waits or runs.</summary>
    /// <returns>The job that was added, or that one.</returns>
    public Task<Job> AddOnceAsync(JobKind kind, JobArguments arguments, string actor, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var about = JsonSerializer.Serialize(arguments, JobJson.Default.JobArguments);
        return database.WriteAsync(
            async session =>
            {
                var id = await session.NumberAsync($"SELECT min(id) FROM job WHERE kind = {kind.Word()} AND state IN ('waiting', 'running') AND arguments = {about}", cancellation);
                if (id == 0)
                {
                    id = await session.NumberAsync(
                        $"INSERT INTO job(kind, arguments, actor, state, created, due) VALUES ({kind.Word()}, {about}, {actor}, 'waiting', {now}, {now}) RETURNING id", cancellation);
                }
                return (await FindAsync(session, id, cancellation))!;
            },
            cancellation);
    }

    /// <summary>Whether a job of a kind and about the same waits or runs.</summary>
    public async Task<bool> HasOpenAsync(JobKind kind, JobArguments arguments, CancellationToken cancellation) => await database.ReadAsync(
        session => session.NumberAsync(
            $"SELECT count(*) FROM job WHERE kind = {kind.Word()} AND state IN ('waiting', 'running') AND arguments = {JsonSerializer.Serialize(arguments, JobJson.Default.JobArguments)}", cancellation),
        cancellation) > 0;

    /// <summary>Takes the job that has waited longest, or one whose server fell silent.</summary>
    internal async Task<Job?> ClaimAsync(string holder, CancellationToken cancellation, JobLane? lane = null)
    {
        var now = clock.GetUtcNow();
        var asked = (long)(lane ?? JobLane.Short);
        var waiting = await database.ReadAsync(
            session => session.NumberAsync(
                $"""
                SELECT count(*) FROM job WHERE ((state = 'waiting' AND due <= {now}) OR (state = 'running' AND until < {now}))
                AND ({lane is null} = 1 OR CASE WHEN kind = {JobWords.MirrorSync} THEN {(long)JobLane.Long} WHEN kind = {JobWords.SourceCollect} THEN {(long)JobLane.Sources} ELSE {(long)JobLane.Short} END = {asked})
                """,
                cancellation),
            cancellation);
        if (waiting == 0)
            return null;
        // Of two servers that choose the same job, the second finds the condition false once the first has committed.
        return await database.WriteAsync(
            session => session.FirstAsync(
                $"""
                UPDATE job SET state = 'running', holder = {holder}, until = {now + Lease}, attempts = attempts + 1
                WHERE id = (
                    SELECT id FROM job WHERE ((state = 'waiting' AND due <= {now}) OR (state = 'running' AND until < {now}))
                    AND ({lane is null} = 1 OR CASE WHEN kind = {JobWords.MirrorSync} THEN {(long)JobLane.Long} WHEN kind = {JobWords.SourceCollect} THEN {(long)JobLane.Sources} ELSE {(long)JobLane.Short} END = {asked})
                    ORDER BY due, id LIMIT 1)
                AND (state = 'waiting' OR (state = 'running' AND until < {now}))
                RETURNING id, kind, arguments, actor, state, created, due, attempts, holder, done, total, message, cancelling, ended
                """,
                Read,
                cancellation),
            cancellation);
    }

    /// <summary>Says how far a job is, and keeps it.</summary>
    /// <returns>Whether to go on: false where another server has taken over, or someone asked to stop.</returns>
    internal async Task<bool> KeepAsync(Job job, long done, long total, CancellationToken cancellation)
    {
        var until = clock.GetUtcNow() + Lease;
        return await database.WriteAsync(
            session => session.ExecuteAsync(
                $"UPDATE job SET until = {until}, done = {done}, total = {total} WHERE id = {job.Id} AND holder = {job.Holder} AND attempts = {job.Attempts} AND state = 'running' AND cancelling = 0",
                cancellation),
            cancellation) == 1;
    }

    /// <summary>Writes down how an attempt ended.</summary>
    /// <returns>False where another server has taken over meanwhile; then nothing is written.</returns>
    internal async Task<bool> EndAsync(Job job, JobOutcome outcome, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var state = outcome switch
        {
            JobOutcome.Done => JobState.Done,
            JobOutcome.Cancelled => JobState.Cancelled,
            JobOutcome.HandedBack => JobState.Waiting,
            JobOutcome.Again when job.Attempts < MostAttempts => JobState.Waiting,
            _ => JobState.Failed,
        };
        var due = outcome is JobOutcome.Again ? now + (FirstPause * Math.Pow(4, job.Attempts - 1)) : job.Due;
        var attempts = outcome is JobOutcome.HandedBack ? job.Attempts - 1 : job.Attempts;
        DateTimeOffset? ended = state == JobState.Waiting ? null : now;
        return await database.WriteAsync(
            session => session.ExecuteAsync(
                $"""
                UPDATE job SET state = {state.Word()}, message = {outcome.Message}, due = {due}, attempts = {attempts}, ended = {ended}, holder = NULL, until = NULL
                WHERE id = {job.Id} AND holder = {job.Holder} AND attempts = {job.Attempts} AND state = 'running'
                """,
                cancellation),
            cancellation) == 1;
    }

    /// <summary>Forgets jobs that ended before an instant.</summary>
    internal Task ForgetAsync(DateTimeOffset before, CancellationToken cancellation) =>
        database.WriteAsync(session => session.ExecuteAsync($"DELETE FROM job WHERE ended < {before}", cancellation), cancellation);

    private Task<Job?> ChangeAsync(long id, Sql change, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync(change, cancellation);
            return await FindAsync(session, id, cancellation);
        },
        cancellation);

    private static Task<Job?> FindAsync(SqlSession session, long id, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT id, kind, arguments, actor, state, created, due, attempts, holder, done, total, message, cancelling, ended FROM job WHERE id = {id}", Read, cancellation);

    private static Job Read(SqlRow row) => new()
    {
        Id = row.Integer(0),
        Kind = JobWords.Kind(row.Text(1))!.Value,
        Arguments = JsonSerializer.Deserialize(row.Text(2), JobJson.Default.JobArguments)!,
        Actor = row.Text(3),
        State = JobWords.State(row.Text(4))!.Value,
        Created = row.Instant(5),
        Due = row.Instant(6),
        Attempts = row.Integer(7),
        Holder = row.TextOrNull(8),
        Done = row.Integer(9),
        Total = row.Integer(10),
        Message = row.Text(11),
        IsCancelling = row.Flag(12),
        Ended = row.InstantOrNull(13),
    };
}
