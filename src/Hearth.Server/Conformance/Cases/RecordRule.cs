namespace Hearth.Server.Conformance.Cases;

/// <summary>A rule about single records; it is checked on every record of repodata.json while that streams by.</summary>
internal sealed record RecordRule(string Id, string Title, string Source, Action<JudgedRecord> Check)
{
    /// <summary>The rule as a case.</summary>
    public ConformanceCase ToCase() => ConformanceCase.On(
        subdir => subdir.Repodata, Id, Title, Source, (_, repodata, findings) =>
        {
            if (repodata.RecordCount == 0)
                findings.Skip("the subdir lists no package");
            findings.Take(repodata.FindingsOf(this));
        });
}
