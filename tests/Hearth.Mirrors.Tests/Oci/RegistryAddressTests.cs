using Hearth.Mirrors.Oci;

namespace Hearth.Mirrors.Tests.Oci;

public sealed class RegistryAddressTests
{
    [Theory]
    [InlineData("oci://registry.example.org/channels/forge", "https://registry.example.org/", "channels/forge")]
    [InlineData("oci://registry.example.org:8443/forge/", "https://registry.example.org:8443/", "forge")]
    [InlineData("oci://localhost:5000/forge", "http://localhost:5000/", "forge")]
    [InlineData("oci://127.0.0.1/forge", "http://127.0.0.1/", "forge")]
    [InlineData("oci+http://registry.example.org/forge", "http://registry.example.org/", "forge")]
    [InlineData("oci+https://localhost:5000/forge", "https://localhost:5000/", "forge")]
    [InlineData("oci+https://registry.example.org/forge", "https://registry.example.org/", "forge")]
    [InlineData("oci://192.168.1.4:5000/forge", "https://192.168.1.4:5000/", "forge")]
    public void An_address_names_a_registry_and_what_is_in_it(string text, string root, string path)
    {
        var address = RegistryAddress.Parse(text);
        Assert.Equal((new Uri(root), path), (address.Root, address.Path));
    }

    [Theory]
    [InlineData("oci://registry.example.org")]
    [InlineData("oci://registry.example.org/")]
    [InlineData("oci:///forge")]
    [InlineData("oci://registry.example.org/Forge")]
    [InlineData("oci://registry.example.org/forge:latest")]
    [InlineData("oci://registry.example.org/a//b")]
    [InlineData("oci://registry.example.org/../b")]
    [InlineData("oci://user:secret@registry.example.org/forge")]
    [InlineData("https://registry.example.org/forge")]
    [InlineData("")]
    public void What_is_no_such_address_is_refused(string text) => Assert.False(RegistryAddress.TryParse(text, null, out _));

    [Theory]
    [InlineData("a")]
    [InlineData("a.b")]
    [InlineData("a__b")]
    [InlineData("a---b/c")]
    public void Names_of_repositories_are_what_the_specification_says(string name) => Assert.Null(RepositoryName.Problem(name));

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData("a___b")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a/")]
    [InlineData("A")]
    public void Others_are_none(string name) => Assert.NotNull(RepositoryName.Problem(name));
}
