namespace Hearth.Server.Conformance;

/// <summary>Collects what one case finds.</summary>
internal sealed class Findings
{
    /// <summary>How many findings are told in full; a broken channel has one for every record.</summary>
    public const int MostTold = 10;

    private readonly List<Finding> _told = [];
    private Verdict _worst = Verdict.Passed;

    /// <summary>Why the case does not apply; null if it does.</summary>
    public string? Reason { get; private set; }

    /// <summary>How many findings there are, told in full or not.</summary>
    public int Count { get; private set; }

    public IReadOnlyList<Finding> Told => _told;

    public Verdict Verdict => Reason is not null && Count == 0 ? Verdict.Skipped : _worst;

    public void Skip(string reason) => Reason ??= reason;

    /// <summary>A rule: it is broken unless it holds.</summary>
    public void Require(bool holds, string request, string expected, string actual, string? hint = null)
    {
        if (!holds)
            Add(new(IsFailure: true, request, expected, actual, hint));
    }

    /// <summary>A recommendation.</summary>
    public void Advise(bool holds, string request, string expected, string actual, string? hint = null)
    {
        if (!holds)
            Add(new(IsFailure: false, request, expected, actual, hint));
    }

    /// <summary>Takes over what was found elsewhere.</summary>
    public void Take(Findings others)
    {
        foreach (var finding in others._told)
            Add(finding);
        Count += others.Count - others._told.Count;
        _worst = others._worst > _worst ? others._worst : _worst;
    }

    private void Add(Finding finding)
    {
        Count++;
        _worst = finding.IsFailure || _worst == Verdict.Failed ? Verdict.Failed : Verdict.Warning;
        if (_told.Count < MostTold)
            _told.Add(finding);
    }
}
