using Hearth.Channels.Indexing;
using Hearth.Channels.Log;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Time;
using Hearth.Packages.Archives;
using Hearth.Packages.Metadata;
using Hearth.Packages.Paths;

namespace Hearth.Channels.Publish;

/// <summary>Examines an upload before the channel takes it: archive, metadata, dependencies, and the channel's own rules.</summary>
internal static class ArtifactDoor
{
    // Clocks of build machines differ a little from ours.
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <summary>Examines a file. Thread-safe; nothing is unpacked to disk.</summary>
    public static Examination Examine(
        ReceivedFile received, PublishRequest request, ChannelSettings settings, DateTimeOffset now, CancellationToken cancellation)
    {
        var problems = new List<Diagnostic>();
        CheckDigests(received, request, problems);
        if (settings.MaxArtifactBytes is { } most && received.Digests.Size > most)
            problems.Add(PublishDiagnostics.TooLarge.In(received.FileName, $"it has {received.Digests.Size} bytes; the channel takes {most}"));
        // A digest that does not fit makes every other finding meaningless.
        if (problems.Count > 0)
            return new Examination(null, problems);
        try
        {
            var isCopy = request is { IsCopy: true, ExpectedSha256: not null };
            var artifact = Read(received, request.Subdir, isCopy, problems, cancellation);
            if (artifact is not null)
                problems.AddRange(CheckRules(artifact.Record, received.FileName, settings, request));
            // What its builder said of a copy was published elsewhere: a channel that takes less of it is worse than that one.
            if (artifact is not null && !isCopy)
                CheckRecord(artifact.Record, received.FileName, now, problems);
            if (artifact is not null && !isCopy && settings.VerifyPaths)
                CheckContent(received, problems, cancellation);
            return new Examination(artifact, [.. problems.Distinct()]);
        }
        catch (BadInputException e)
        {
            problems.AddRange(e.Diagnostics);
            return new Examination(null, [.. problems.Select(problem => problem with { File = received.FileName })]);
        }
        finally
        {
            received.ForgetContent();
        }
    }

    private static void CheckDigests(ReceivedFile received, PublishRequest request, List<Diagnostic> problems)
    {
        if (request.ExpectedSha256 is { } sha256 && sha256 != received.Digests.Sha256)
            problems.Add(Mismatch("SHA-256", sha256.ToString(), received.Digests.Sha256.ToString()));
        if (request.ExpectedMd5 is { } md5 && md5 != received.Digests.Md5)
            problems.Add(Mismatch("MD5", md5.ToString(), received.Digests.Md5.ToString()));

        Diagnostic Mismatch(string what, string expected, string actual) =>
            PublishDiagnostics.DigestMismatch.In(received.FileName, $"the {what} of what arrived is {actual}, announced was {expected}") with
            {
                Expected = expected,
                Actual = actual,
            };
    }

    private static IndexedArtifact? Read(ReceivedFile received, string? subdir, bool isCopy, List<Diagnostic> problems, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var source = received.Open();
        var info = PackageInfoReader.Read(source, ArchiveName.Parse(received.FileName).Format, InfoExtent.Index, ArchiveLimits.Default);
        // Old packages do not say; where they lie at the source is what clients go by.
        var declared = isCopy && subdir is not null ? subdir : PackageRecord.Parse(info.Index.Span).Subdir;
        if (Subdir.Problem(declared) is { } problem)
            problems.Add(PublishDiagnostics.WrongSubdir.In(received.FileName, $"index.json: {problem}"));
        else if (subdir is not null && subdir != declared)
            problems.Add(PublishDiagnostics.WrongSubdir.In(received.FileName, $"it was sent to {subdir}, and index.json says {declared}") with { Expected = declared, Actual = subdir });
        if (problems.Count > 0)
            return null;
        if (!isCopy)
            RecipeAgreement.Check(info, received.FileName, problems);
        var file = new FolderFile(received.FileName, received.Digests.Size, 0);
        return ArtifactReader.Read(received.FileName, declared, file, new ArtifactScan(received.Digests, info));
    }

    /// <summary>The channel's own rules, which hold for copies as well.</summary>
    public static IReadOnlyList<Diagnostic> CheckRules(PackageRecord record, string file, ChannelSettings settings, PublishRequest request)
    {
        var problems = new List<Diagnostic>();
        if (settings.Subdirs.Count > 0 && !settings.Subdirs.Contains(record.Subdir, StringComparer.Ordinal))
            problems.Add(PublishDiagnostics.WrongSubdir.In(file, $"the channel takes {string.Join(", ", settings.Subdirs)}, not {record.Subdir}"));
        if (settings.Names.Count > 0 && !settings.Names.Any(pattern => NamePattern.Covers(pattern, record.Name)))
            problems.Add(PublishDiagnostics.NameNotTaken.In(file, $"'{record.Name}' fits none of {string.Join(", ", settings.Names)}"));
        if (OwnersOf(record, settings) is { } owners && !owners.Intersect(request.Owners, StringComparer.Ordinal).Any())
            problems.Add(PublishDiagnostics.NotYourOutput.In(file, $"'{record.Name}' may be published by {string.Join(", ", owners)}"));
        if (request.WhyNot?.Invoke(record.Name) is { } reason)
            problems.Add(PublishDiagnostics.NotYourOutput.In(file, reason));
        foreach (var label in settings.LockedLabels.Count == 0 ? [] : (request.Labels.Count == 0 ? [Label.Main] : request.Labels).Where(label => settings.LockedLabels.Contains(label.ToString(), StringComparer.Ordinal)))
            problems.Add(PublishDiagnostics.LabelLocked.In(file, $"the label '{label}' of {request.Channel} is locked"));
        if (settings.Virtual is not null)
            problems.Add(Composition.CompositionDiagnostics.HasMembers.In(file, $"{request.Channel} shows {string.Join(", ", settings.Virtual.Members)}"));
        if (settings.Frozen)
            problems.Add(PublishDiagnostics.Frozen.In(file, $"the channel {request.Channel} is frozen"));
        return problems;
    }

    private static void CheckRecord(PackageRecord record, string file, DateTimeOffset now, List<Diagnostic> problems)
    {
        foreach (var (field, specs) in (ReadOnlySpan<(string, IReadOnlyList<string>)>)[("depends", record.Depends), ("constrains", record.Constrains)])
        {
            foreach (var spec in specs.Where(spec => !MatchSpec.TryParse(spec, null, out _)))
                problems.Add(PublishDiagnostics.BadDependency.In(file, $"{field}: '{spec}' is not a MatchSpec"));
        }
        if (record.Timestamp is { } built && built > now + ClockTolerance)
            problems.Add(PublishDiagnostics.FromTheFuture.In(file, $"it says it was built at {Rfc3339.Format(built)}, and now is {Rfc3339.Format(now)}"));
    }

    // Of several patterns that cover a name the longest says the most about it.
    private static IReadOnlyList<string>? OwnersOf(PackageRecord record, ChannelSettings settings) => settings.Outputs.Count == 0 ? null : settings.Outputs
        .Where(output => NamePattern.Covers(output.Key, record.Name))
        .OrderByDescending(output => output.Key.Length)
        .ThenBy(output => output.Key, StringComparer.Ordinal)
        .Select(output => output.Value)
        .FirstOrDefault();

    private static void CheckContent(ReceivedFile received, List<Diagnostic> problems, CancellationToken cancellation)
    {
        using var source = received.Open();
        var found = PackageVerification.Run(source, ArchiveName.Parse(received.FileName).Format, ArchiveLimits.Default, cancellation);
        problems.AddRange(found.Select(problem => problem with { File = received.FileName }));
    }
}
