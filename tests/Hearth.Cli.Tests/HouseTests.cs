using System.Xml.Linq;
using Hearth.Testing;

namespace Hearth.Cli.Tests;

/// <summary>The house rules of ARCHITECTURE.md that a machine can check.</summary>
public sealed class HouseTests
{
    // ARCHITECTURE.md: every arrow points strictly down.
    private static readonly Dictionary<string, int> Levels = new()
    {
        ["Foundation"] = 0,
        ["Conda"] = 1,
        ["Packages"] = 2,
        ["Recipes"] = 2,
        ["Trust"] = 3,
        ["Toolchains"] = 3,
        ["Channels"] = 4,
        ["Mirrors"] = 5,
        ["Migrations"] = 5,
        ["Farm"] = 5,
        ["Server"] = 6,
        ["Infra"] = 6,
        ["Cli"] = 7,
    };

    private const int MostLinesOfAFile = 600;
    private const int MostLinesOfTheFoundation = 3000;

    public static TheoryData<string> Rooms => [.. RoomFolders().Select(folder => RoomOf(folder))];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_refers_only_to_rooms_below_it(string room)
    {
        var project = XDocument.Load(Repository.PathTo("src", $"Hearth.{room}", $"Hearth.{room}.csproj"));
        var below = project.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!)["Hearth.".Length..]);
        Assert.All(below, other => Assert.True(Levels[other] < Levels[room], $"{room} (level {Levels[room]}) refers to {other} (level {Levels[other]})"));
    }

    [Theory]
    [MemberData(nameof(Rooms))]
    public void A_room_has_a_readme(string room) =>
        Assert.True(File.Exists(Repository.PathTo("src", $"Hearth.{room}", "README.md")), $"src/Hearth.{room}/README.md is missing");

    [Fact]
    public void The_conda_room_uses_no_package_but_those_of_the_foundation() =>
        Assert.Empty(XDocument.Load(Repository.PathTo("src", "Hearth.Conda", "Hearth.Conda.csproj")).Descendants("PackageReference"));

    [Fact]
    public void The_foundation_stays_small()
    {
        var lines = SourceFiles("Foundation").Sum(file => File.ReadLines(file).Count());
        Assert.InRange(lines, 1, MostLinesOfTheFoundation);
    }

    [Fact]
    public void No_source_file_is_longer_than_the_ceiling()
    {
        var tooLong = RoomFolders().SelectMany(folder => SourceFiles(RoomOf(folder)))
            .Select(file => (File: Path.GetRelativePath(Repository.Root, file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > MostLinesOfAFile);
        Assert.Empty(tooLong);
    }

    [Fact]
    public void Namespaces_are_folders()
    {
        foreach (var folder in RoomFolders())
        {
            foreach (var file in SourceFiles(RoomOf(folder)))
            {
                var expected = string.Join('.', new[] { $"Hearth.{RoomOf(folder)}" }
                    .Concat(Path.GetRelativePath(folder, Path.GetDirectoryName(file)!).Split('/').Where(part => part != ".")));
                var declared = File.ReadLines(file).FirstOrDefault(line => line.StartsWith("namespace ", StringComparison.Ordinal));
                if (declared is not null)
                    Assert.True(declared == $"namespace {expected};", $"{file}: {declared}, but the folder says {expected}");
            }
        }
    }

    private static IEnumerable<string> RoomFolders() => Directory.EnumerateDirectories(Repository.PathTo("src")).Order(StringComparer.Ordinal);

    private static string RoomOf(string folder) => Path.GetFileName(folder)["Hearth.".Length..];

    private static IEnumerable<string> SourceFiles(string room) =>
        Directory.EnumerateFiles(Repository.PathTo("src", $"Hearth.{room}"), "*.cs", SearchOption.AllDirectories);
}
