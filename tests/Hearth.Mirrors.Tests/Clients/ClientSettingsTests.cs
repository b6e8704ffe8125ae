using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Mirrors.Clients;

namespace Hearth.Mirrors.Tests.Clients;

public sealed class ClientSettingsTests
{
    private const string Server = "https://channels.example.org";

    [Fact]
    public void A_mirror_stands_in_for_its_source()
    {
        var settings = ClientSettings.Of(Channel("conda-forge", new MirrorSettings { Sources = ["https://conda.example.com/conda-forge/"] }), Server, withFallback: false);
        Assert.Equal("channels:\n  - conda-forge\ncustom_channels:\n  conda-forge: https://channels.example.org\n", settings.Conda);
        Assert.Equal("channels:\n  - conda-forge\nmirrored_channels:\n  conda-forge:\n    - https://channels.example.org/conda-forge\n", settings.Mamba);
        Assert.Equal("[mirrors]\n\"https://conda.example.com/conda-forge\" = [\"https://channels.example.org/conda-forge\"]\n", settings.Pixi);
    }

    [Fact]
    public void Clients_may_go_on_with_the_source()
    {
        var settings = ClientSettings.Of(Channel("forge", new MirrorSettings { Sources = ["https://conda.example.com/conda-forge"] }), Server, withFallback: true);
        Assert.EndsWith("    - https://channels.example.org/forge\n    - https://conda.example.com/conda-forge\n", settings.Mamba, StringComparison.Ordinal);
        Assert.EndsWith("= [\"https://channels.example.org/forge\", \"https://conda.example.com/conda-forge\"]\n", settings.Pixi, StringComparison.Ordinal);
    }

    [Fact]
    public void What_mirrors_nothing_is_asked_for_by_its_own_name()
    {
        var settings = ClientSettings.Of(Channel("team/tools", null), Server, withFallback: true);
        Assert.Contains("  tools: https://channels.example.org/team\n", settings.Conda, StringComparison.Ordinal);
        Assert.Contains("  tools:\n    - https://channels.example.org/team/tools\n", settings.Mamba, StringComparison.Ordinal);
        Assert.Equal("default-channels = [\"https://channels.example.org/team/tools\"]\n", settings.Pixi);
    }

    private static ManagedChannel Channel(string name, MirrorSettings? mirror) =>
        new(1, ChannelName.Parse(name), DateTimeOffset.UnixEpoch, 1, 0, new ChannelSettings { Mirror = mirror });
}
