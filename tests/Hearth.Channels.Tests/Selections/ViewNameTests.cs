using Hearth.Channels.Selections;
using Hearth.Conda.Names;

namespace Hearth.Channels.Tests.Selections;

public sealed class ViewNameTests
{
    [Theory]
    [InlineData("calm", true)]
    [InlineData("calm-7.d_x", true)]
    [InlineData("", false)]
    [InlineData("Calm", false)]
    [InlineData("7days", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("linux-64", false)]
    [InlineData("noarch", false)]
    [InlineData("security-first", true)]
    public void A_name_is_a_part_of_a_path_that_no_client_takes_for_a_subdir(string text, bool isName) => Assert.Equal(isName, ViewName.TryParse(text, null, out _));

    [Fact]
    public void A_name_longer_than_its_limit_is_refused()
    {
        Assert.True(ViewName.TryParse(new string('a', ViewName.MaxLength), null, out _));
        Assert.False(ViewName.TryParse(new string('a', ViewName.MaxLength + 1), null, out _));
    }

    [Fact]
    public void A_view_and_its_label_lead_to_each_other()
    {
        Assert.Equal("view/calm", ViewName.Parse("calm").Label.ToString());
        Assert.Equal(ViewName.Parse("calm"), ViewName.OfLabel(Label.Parse("view/calm")));
        Assert.Null(ViewName.OfLabel(Label.Parse("view")));
        Assert.Null(ViewName.OfLabel(Label.Main));
        Assert.Equal(["", "label/dev/", "view/calm/"], new[] { "main", "dev", "view/calm" }.Select(ViewName.FolderOf));
    }
}
