using System.Text;
using CsCheck;
using Hearth.Foundation.Json;

namespace Hearth.Foundation.Tests.Json;

public sealed class JsonObjectBuilderTests
{
    [Fact]
    public void Members_come_out_sorted_by_bytes_each_with_what_it_was_set_to_last() =>
        Gen.Select(Gen.String[Gen.Char["abc-ü"], 0, 3], Gen.Int[-1, 9]).Array[0, 40].Sample(steps =>
        {
            var builder = new JsonObjectBuilder();
            var expected = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (name, value) in steps)
            {
                var utf8 = Encoding.UTF8.GetBytes(name);
                if (value < 0)
                {
                    builder.Remove(utf8);
                    expected.Remove(name);
                }
                else
                {
                    builder.Set(utf8, value);
                    expected[name] = value;
                }
            }
            var sorted = expected.OrderBy(member => Encoding.UTF8.GetBytes(member.Key), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));
            Assert.Equal("{" + string.Join(",", sorted.Select(member => $"\"{member.Key}\":{member.Value}")) + "}", Encoding.UTF8.GetString(builder.Build()));
            Assert.All(expected, member => Assert.Equal($"{member.Value}", Encoding.UTF8.GetString(builder.Raw(Encoding.UTF8.GetBytes(member.Key)).Span)));
            Assert.Equal(expected.Count == 0, builder.IsEmpty);
        }, iter: 500);
}
