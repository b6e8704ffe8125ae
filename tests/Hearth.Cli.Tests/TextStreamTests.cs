using System.Text;
using CsCheck;
using Hearth.Cli.Output;

namespace Hearth.Cli.Tests;

public sealed class TextStreamTests
{
    [Fact]
    public void Whatever_is_written_in_whatever_pieces_comes_out_as_the_text_that_it_is() => Gen.Select(Gen.String, Gen.Int[1, 7]).Sample((some, piece) =>
    {
        // Characters of one to four bytes, which pieces cut apart.
        var text = new string([.. some.Where(character => !char.IsSurrogate(character))]) + "aé€😀";
        using var written = new StringWriter();
        using (var stream = new TextStream(written))
        {
            foreach (var part in Encoding.UTF8.GetBytes(text).Chunk(piece))
                stream.Write(part);
        }
        Assert.Equal(text, written.ToString());
    });
}
