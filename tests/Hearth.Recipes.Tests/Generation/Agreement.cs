using System.Globalization;

namespace Hearth.Recipes.Tests.Generation;

/// <summary>How far two sets of names agree, over many pairs.</summary>
internal sealed class Agreement
{
    private readonly List<string> _differences = [];
    private int _both;
    private int _onlyOurs;
    private int _onlyTheirs;

    public int Pairs { get; private set; }

    public double Precision => (double)_both / (_both + _onlyOurs);

    public double Recall => (double)_both / (_both + _onlyTheirs);

    public double F1 => 2 * Precision * Recall / (Precision + Recall);

    public void Add(string pair, IEnumerable<string> ours, IReadOnlySet<string> theirs)
    {
        // conda-forge has many packages under both spellings.
        var mine = ours.Select(Spelling).ToHashSet();
        var other = theirs.Select(Spelling).ToHashSet();
        Pairs++;
        _both += mine.Intersect(other).Count();
        _onlyOurs += mine.Except(other).Count();
        _onlyTheirs += other.Except(mine).Count();
        if (!mine.SetEquals(other))
            _differences.Add($"{pair}: +[{string.Join(' ', mine.Except(other))}] -[{string.Join(' ', other.Except(mine))}]");
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Pairs} pairs, {_both + _onlyTheirs} requirements of maintainers and {_both + _onlyOurs} of ours, {_both} the same: precision {Precision:F3}, recall {Recall:F3}, F1 {F1:F3}\n{string.Join('\n', _differences)}");

    private static string Spelling(string name) => name.Replace('_', '-');
}
