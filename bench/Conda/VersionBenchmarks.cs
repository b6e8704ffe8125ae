using System.Text;
using BenchmarkDotNet.Attributes;
using Hearth.Conda.Versions;

namespace Hearth.Bench.Conda;

/// <summary>Versions and version specs, per version; target: 1.5 million comparisons a second on one core.</summary>
[MemoryDiagnoser]
public class VersionBenchmarks
{
    private readonly string[] _texts = Sample.Versions;
    private readonly byte[][] _bytes = [.. Sample.Versions.Select(Encoding.UTF8.GetBytes)];
    private readonly CondaVersion[] _versions = [.. Sample.Versions.Select(text => CondaVersion.Parse(text))];
    private readonly VersionSpec _spec = VersionSpec.Parse(">=1.2,<3.0a0|4.*");

    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public bool Parse()
    {
        var all = true;
        foreach (var text in _texts)
            all &= CondaVersion.TryParse(text, null, out _);
        return all;
    }

    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public bool ParseUtf8()
    {
        var all = true;
        foreach (var bytes in _bytes)
            all &= CondaVersion.TryParse(bytes, out _);
        return all;
    }

    /// <summary>Compares each with a neighbour, so that many begin alike.</summary>
    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public int Compare()
    {
        var sum = 0;
        for (var i = 0; i < _versions.Length; i++)
            sum += _versions[i].CompareTo(_versions[(i + 1) % _versions.Length]);
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public int ParseBothAndCompare()
    {
        var sum = 0;
        for (var i = 0; i < _texts.Length; i++)
            sum += CondaVersion.Parse(_texts[i]).CompareTo(CondaVersion.Parse(_texts[(i + 1) % _texts.Length]));
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public int Hash()
    {
        var sum = 0;
        foreach (var version in _versions)
            sum ^= version.GetHashCode();
        return sum;
    }

    [Benchmark(OperationsPerInvoke = Sample.Size)]
    public int MatchSpecOfThreeClauses()
    {
        var count = 0;
        foreach (var version in _versions)
            count += _spec.Matches(version) ? 1 : 0;
        return count;
    }
}
