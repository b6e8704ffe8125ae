using System.Text.Json;
using Hearth.Channels.Databases;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Publish;

/// <summary>Submissions in the database.</summary>
internal static class SubmissionRows
{
    public static string Text(this SubmissionState state) => state.ToString().ToLowerInvariant();

    public static Task<long> AddAsync(SqlSession session, long channel, string staging, SubmissionRequest request, Sha256? sha256, DateTimeOffset now, CancellationToken cancellation) =>
        session.NumberAsync(
            $"""
            INSERT INTO submission(channel, staging, subdir, file, sha256, label, state, actor, owners, problems, received)
            VALUES ({channel}, {staging}, {request.Subdir}, {request.File}, {sha256}, {request.Label.ToString()}, {SubmissionState.Checking.Text()},
                {request.Actor}, {PublishJson.Write(request.Owners)}, '[]', {now})
            RETURNING id
            """,
            cancellation);

    public static Task<Submission?> FindAsync(SqlSession session, long channel, long id, CancellationToken cancellation) => session.FirstAsync(
        $"SELECT id, staging, subdir, file, sha256, label, state, actor, owners, problems, received, decided, decider, reason FROM submission WHERE channel = {channel} AND id = {id}", ReadRow, cancellation);

    /// <summary>The submission of the same bytes that is not decided yet; null if there is none.</summary>
    public static Task<Submission?> FindWaitingAsync(SqlSession session, long channel, SubmissionRequest request, Sha256? sha256, CancellationToken cancellation) => session.FirstAsync(
        $"""
        SELECT id, staging, subdir, file, sha256, label, state, actor, owners, problems, received, decided, decider, reason FROM submission
        WHERE channel = {channel} AND subdir = {request.Subdir} AND file = {request.File} AND sha256 = {sha256} AND label = {request.Label.ToString()} AND state = {SubmissionState.Waiting.Text()}
        ORDER BY id DESC LIMIT 1
        """,
        ReadRow,
        cancellation);

    public static Task<List<Submission>> ListAsync(SqlSession session, long channel, string? state, long before, long limit, CancellationToken cancellation) => session.QueryAsync(
        $"""
        SELECT id, staging, subdir, file, sha256, label, state, actor, owners, problems, received, decided, decider, reason FROM submission
        WHERE channel = {channel} AND id < {before} AND ({state ?? ""} = '' OR state = {state ?? ""}) ORDER BY id DESC LIMIT {limit}
        """,
        ReadRow,
        cancellation);

    /// <summary>What was approved before an instant and is not published, with the channel that it goes to; oldest first.</summary>
    public static Task<List<(long Channel, Submission Submission)>> ListLeftAsync(SqlSession session, DateTimeOffset before, CancellationToken cancellation) => session.QueryAsync(
        $"""
        SELECT id, staging, subdir, file, sha256, label, state, actor, owners, problems, received, decided, decider, reason, channel FROM submission
        WHERE state = {SubmissionState.Approved.Text()} AND coalesce(decided, received) < {before} ORDER BY id
        """,
        row => (row.Integer(14), ReadRow(row)),
        cancellation);

    /// <summary>Moves a submission on, if it is in the state that is expected.</summary>
    public static async Task<bool> MoveAsync(
        SqlSession session, long id, SubmissionState from, SubmissionState to, IReadOnlyList<SubmissionProblem> problems, CancellationToken cancellation) =>
        await session.ExecuteAsync(
            $"UPDATE submission SET state = {to.Text()}, problems = {JsonSerializer.Serialize(problems, PublishJson.Default.IReadOnlyListSubmissionProblem)} WHERE id = {id} AND state = {from.Text()}",
            cancellation) > 0;

    private static Submission ReadRow(SqlRow row) => new(
        row.Integer(0),
        row.Text(1),
        row.Text(2),
        row.Text(3),
        row.DigestOrNull(4),
        row.Text(5),
        Enum.Parse<SubmissionState>(row.Text(6), ignoreCase: true),
        row.Text(7),
        PublishJson.ReadTexts(row.Text(8)),
        JsonSerializer.Deserialize(row.Text(9), PublishJson.Default.IReadOnlyListSubmissionProblem)!,
        row.Instant(10),
        row.InstantOrNull(11),
        row.TextOrNull(12),
        row.TextOrNull(13));
}
