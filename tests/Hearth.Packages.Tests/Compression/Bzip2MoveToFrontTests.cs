using CsCheck;
using Hearth.Packages.Compression;

namespace Hearth.Packages.Tests.Compression;

public sealed class Bzip2MoveToFrontTests
{
    [Fact]
    public void Places_are_those_of_a_list_whose_items_move_to_the_front() =>
        Gen.OneOf(Gen.Byte[0, 20].Array[1, 500], Gen.Byte.Array[1, 2_000]).Sample(
            values => Assert.Equal(PlacesInList(values), Places(values)), iter: 300);

    private static int[] Places(byte[] values)
    {
        var bytes = new byte[256];
        values.Distinct().Order().ToArray().CopyTo(bytes, 0);
        var front = new Bzip2MoveToFront(bytes);
        var places = new int[values.Length];
        for (var i = 0; i < values.Length; i++)
            places[i] = front.Take(values[i]);
        return places;
    }

    private static int[] PlacesInList(byte[] values)
    {
        var front = values.Distinct().Order().ToList();
        return [.. values.Select(value =>
        {
            var place = front.IndexOf(value);
            front.RemoveAt(place);
            front.Insert(0, value);
            return place;
        })];
    }
}
