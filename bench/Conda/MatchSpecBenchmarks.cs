using System.Text;
using BenchmarkDotNet.Attributes;
using Hearth.Conda.MatchSpecs;
using Hearth.Conda.Names;
using Hearth.Conda.Versions;

namespace Hearth.Bench.Conda;

/// <summary>MatchSpecs as they stand in <c>depends</c>, per spec; target: 400,000 parses a second on one core.</summary>
[MemoryDiagnoser]
public class MatchSpecBenchmarks
{
    private readonly string[] _texts = Sample.Depends;
    private readonly byte[][] _bytes = [.. Sample.Depends.Select(Encoding.UTF8.GetBytes)];
    private readonly MatchSpec[] _specs = [.. Sample.Depends.Select(text => MatchSpec.Parse(text))];

    private readonly MatchCandidate[] _records = [.. Sample.Depends.Zip(Sample.Versions, (spec, version) => new MatchCandidate
    {
        Name = PackageName.Lenient(MatchSpec.NameOf(spec)),
        Version = CondaVersion.Parse(version),
        Build = "h59595ed_0",
    })];

    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public bool Parse()
    {
        var all = true;
        foreach (var text in _texts)
            all &= MatchSpec.TryParse(text, null, out _);
        return all;
    }

    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public int NameOfUtf8()
    {
        var sum = 0;
        foreach (var bytes in _bytes)
            sum += MatchSpec.NameOf(bytes).Length;
        return sum;
    }

    /// <summary>Matches each with a record of the wanted name.</summary>
    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public int Matches()
    {
        var count = 0;
        for (var i = 0; i < _specs.Length; i++)
            count += _specs[i].Matches(_records[i]) ? 1 : 0;
        return count;
    }

    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public int SpellCanonically()
    {
        var sum = 0;
        foreach (var spec in _specs)
            sum += spec.ToString().Length;
        return sum;
    }
}
