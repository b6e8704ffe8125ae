using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Upkeep;

/// <summary>What a check finds, and what would put it right.</summary>
internal sealed class CheckFindings
{
    private readonly List<Diagnostic> _all = [];
    private readonly List<Remedy> _remedies = [];

    public IReadOnlyList<Diagnostic> All => _all;

    public IReadOnlyList<Remedy> Remedies => _remedies;

    /// <summary>Adds a problem.</summary>
    /// <param name="problem">What is wrong.</param>
    /// <param name="remedy">What puts it right; null where nothing here can.</param>
    public void Add(Diagnostic problem, Remedy? remedy = null)
    {
        _all.Add(problem);
        if (remedy is not null)
            _remedies.Add(remedy);
    }
}
