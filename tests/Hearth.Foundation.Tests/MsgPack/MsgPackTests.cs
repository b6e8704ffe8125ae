using System.Text;
using System.Text.Json;
using CsCheck;
using Hearth.Foundation.Buffers;
using Hearth.Foundation.MsgPack;

namespace Hearth.Foundation.Tests.MsgPack;

public sealed class MsgPackTests
{
    [Theory]
    [InlineData(0, "00")]
    [InlineData(127, "7f")]
    [InlineData(128, "cc80")]
    [InlineData(256, "cd0100")]
    [InlineData(65536, "ce00010000")]
    [InlineData(4294967296, "cf0000000100000000")]
    [InlineData(-1, "ff")]
    [InlineData(-32, "e0")]
    [InlineData(-33, "d0df")]
    [InlineData(-129, "d1ff7f")]
    public void Integers_take_the_shortest_form(long value, string expected) =>
        Assert.Equal(expected, Convert.ToHexStringLower(Write(writer => writer.Integer(value))));

    [Fact]
    public void Integers_come_back() => Gen.Long.Sample(value =>
    {
        var reader = new MsgPackReader(Write(writer => writer.Integer(value)));
        return reader.Integer() == value && reader.AtEnd;
    });

    [Fact]
    public void Texts_and_binaries_of_every_length_class_come_back()
    {
        foreach (var length in (int[])[0, 31, 32, 255, 256, 65535, 65536])
        {
            var bytes = Encoding.ASCII.GetBytes(new string('x', length));
            Assert.Equal(bytes, new MsgPackReader(Write(writer => writer.Text(bytes))).Text().ToArray());
            Assert.Equal(bytes, new MsgPackReader(Write(writer => writer.Binary(bytes))).Binary().ToArray());
        }
    }

    [Theory]
    [InlineData("""{"a":[1,-2,300000,1.5,"x",null,true],"b":{"c":{}}}""")]
    [InlineData("[]")]
    [InlineData("""["ü"]""")]
    public void JSON_survives_the_way_there_and_back(string json)
    {
        var output = new ByteBuffer();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        MsgPackJson.Write(ref reader, output);
        var back = new ByteBuffer();
        var packed = new MsgPackReader(output.Span);
        MsgPackJson.Write(ref packed, back);
        Assert.Equal(json, Encoding.UTF8.GetString(back.Span));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_JSON_cannot_write_become_null(double number)
    {
        var json = new ByteBuffer();
        var reader = new MsgPackReader(Write(writer => writer.Double(number)));
        MsgPackJson.Write(ref reader, json);
        Assert.Equal("null", Encoding.UTF8.GetString(json.Span));
    }

    [Fact]
    public void Arrays_and_maps_with_more_than_fifteen_elements_come_back()
    {
        var json = JsonSerializer.Serialize(Enumerable.Range(0, 70_000).ToArray());
        var output = new ByteBuffer();
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        reader.Read();
        MsgPackJson.Write(ref reader, output);
        Assert.Equal(70_000, new MsgPackReader(output.Span).ArrayHeader());
    }

    [Fact]
    public void A_document_cut_short_anywhere_is_refused()
    {
        var whole = Write(writer =>
        {
            writer.MapHeader(2);
            writer.Text("name");
            writer.Integer(70_000);
            writer.Text("list");
            writer.ArrayHeader(2);
            writer.Nil();
            writer.Binary([1, 2, 3]);
        });
        for (var length = 0; length < whole.Length; length++)
        {
            var part = whole[..length];
            Assert.Throws<InvalidDataException>(() => new MsgPackReader(part).Skip());
        }
    }

    [Fact]
    public void A_header_that_promises_more_than_there_is_is_refused_before_anything_is_allocated() =>
        Assert.Throws<InvalidDataException>(() => new MsgPackReader([0xDD, 0x7F, 0xFF, 0xFF, 0xFF]).ArrayHeader());

    [Fact]
    public void Nesting_that_could_exhaust_the_stack_is_refused()
    {
        byte[] nested = [.. Enumerable.Repeat((byte)0x91, 10_000), 0xC0];
        Assert.Throws<InvalidDataException>(() =>
        {
            var reader = new MsgPackReader(nested);
            MsgPackJson.Write(ref reader, new ByteBuffer());
        });
    }

    [Fact]
    public void Random_bytes_never_do_anything_but_read_or_fail_cleanly() => Gen.Byte.Array[0, 60].Sample(bytes =>
    {
        try
        {
            new MsgPackReader(bytes).Skip();
        }
        catch (InvalidDataException)
        {
        }
        return true;
    });

    private static byte[] Write(Action<MsgPackWriter> write)
    {
        var output = new ByteBuffer();
        write(new MsgPackWriter(output));
        return output.ToArray();
    }
}
