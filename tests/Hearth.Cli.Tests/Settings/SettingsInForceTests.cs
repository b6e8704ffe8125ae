using Hearth.Cli.Commands.Schema;
using Hearth.Cli.Settings;
using Hearth.Foundation.Diagnostics;
using Hearth.Testing;

namespace Hearth.Cli.Tests.Settings;

public sealed class SettingsInForceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_flag_goes_before_the_environment_the_environment_before_the_file_and_the_file_before_the_default()
    {
        File.WriteAllText(_folder.PathTo("hearth.yaml"), "host: 10.0.0.1\nport: 1\nmemory-mb: 7\n");
        var settings = Read(("port", "3"), ("HEARTH_PORT", "2"), ("HEARTH_HOST", "10.0.0.2"));
        Assert.Equal(
            [("host", "10.0.0.2", SettingOrigin.Environment, "HEARTH_HOST"), ("port", "3", SettingOrigin.Flag, "--port"), ("memory-mb", "7", SettingOrigin.File, _folder.PathTo("hearth.yaml")), ("drain-seconds", "2", SettingOrigin.Default, null)],
            settings.All.Where(value => value.Setting.Name is "host" or "port" or "memory-mb" or "drain-seconds").Select(value => (value.Setting.Name, value.Value!, value.Origin, value.Place)));
    }

    [Fact]
    public void Everything_wrong_with_a_file_is_said_with_its_line_and_a_hint()
    {
        var file = _folder.PathTo("hearth.yaml");
        File.WriteAllText(file, "prot: 80\nport: 70000\nhost: [1]\nlog: loud\ncoffee: yes\n");
        var problems = Assert.Throws<BadInputException>(() => SettingsFile.Read(file)).Diagnostics;
        Assert.Equal(5, problems.Count);
        Assert.All(problems, problem => Assert.Equal("HRT7110", problem.Code));
        Assert.Equal("did you mean 'port'?", problems[0].Hint);
        Assert.Equal([1, 2, 3, 4, 5], problems.Select(problem => problem.Position!.Value.Line));
        Assert.Contains("config reference", problems[4].Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_file_says_nothing()
    {
        File.WriteAllText(_folder.PathTo("hearth.yaml"), "# nothing yet\n");
        Assert.Equal(SettingOrigin.Default, Read().All.Single(value => value.Setting.Name == "port").Origin);
    }

    [Fact]
    public void A_variable_that_cannot_be_is_refused() =>
        Assert.Contains("HEARTH_PORT", Assert.Single(Assert.Throws<BadInputException>(() => Read(("HEARTH_PORT", "many"))).Diagnostics).Message, StringComparison.Ordinal);

    [Fact]
    public async Task A_password_is_taken_from_a_file_never_from_the_command_line_and_never_shown()
    {
        File.WriteAllText(_folder.PathTo("hearth.yaml"), "database: postgres://hearth:hunter2@db/hearth\n");
        var shown = await CommandRun.Of("config", "show", "--origin", "--data", _folder.Path);
        Assert.Equal(0, shown.Code);
        Assert.Contains("database: postgres://hearth:***@db/hearth\t# file", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", shown.Output + shown.Error, StringComparison.Ordinal);

        var refused = await CommandRun.Of("config", "show", "--database", "postgres://hearth:hunter2@db/hearth");
        Assert.Equal(2, refused.Code);
        Assert.Contains("HEARTH_DATABASE", refused.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_not_told_which_installation_says_how()
    {
        var (code, _, error) = await CommandRun.Of("channel", "list");
        Assert.Equal(1, code);
        Assert.Contains("HRT7111", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_of_the_file_has_every_setting_and_its_default()
    {
        var properties = SchemaCatalog.Find("settings")!.Schema.GetProperty("properties").EnumerateObject().ToList();
        Assert.Equal(SettingCatalog.All.Select(setting => (setting.Name, setting.IsNumber)), properties.Select(property => (property.Name, property.Value.TryGetProperty("type", out var type) && type.GetString() == "integer")));
        Assert.Equal(
            SettingCatalog.All.Select(setting => setting.Default),
            properties.Select(property => property.Value.TryGetProperty("default", out var value) ? value.ToString() : null));
    }

    [Fact]
    public async Task The_reference_is_what_the_command_writes() => Assert.Contains(
        (await CommandRun.Of("config", "reference")).Output.ReplaceLineEndings("\n"), await File.ReadAllTextAsync(Repository.PathTo("docs", "reference", "settings.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);

    // Names in capitals are variables, others options.
    private SettingsInForce Read(params (string Name, string Value)[] given)
    {
        var all = given.ToDictionary(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        return SettingsInForce.Read(setting => setting == SettingCatalog.Data ? _folder.Path : all.GetValueOrDefault(setting.Name), name => all.GetValueOrDefault(name), config: null);
    }
}
