using System.Text;
using System.Text.RegularExpressions;
using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Maintenance;
using Hearth.Recipes.Variants;
using Hearth.Testing;

namespace Hearth.Recipes.Tests.Maintenance;

/// <summary>Recipes before and after a version bump, as conda-forge's bot is to make it. Its archives are not at hand, so digests are compared by place.</summary>
public sealed partial class RealBumpsTests
{
    private const int LeastMatching = 34;

    [Fact]
    public async Task Bumps_touch_the_lines_that_the_bot_touches()
    {
        var (matching, all, log) = (0, 0, new List<string>());
        foreach (var (folder, format) in new[] { ("test_yaml", RecipeFormat.V0), ("test_v1_yaml", RecipeFormat.V1) })
        {
            foreach (var correct in Directory.GetFiles(SharedData.PathTo("data", "maintenance", "cf-scripts", folder), "version_*_correct.yaml").Order(StringComparer.Ordinal))
            {
                var before = await File.ReadAllTextAsync(correct.Replace("_correct", "", StringComparison.Ordinal), TestContext.Current.CancellationToken);
                var after = await File.ReadAllTextAsync(correct, TestContext.Current.CancellationToken);
                // Some pairs show that nothing is to be done, or change more than a version.
                if (VersionIn(after) is not { } version || version == VersionIn(before))
                    continue;
                all++;
                var difference = await DifferenceAsync(before, after, version, format);
                if (difference is null)
                    matching++;
                else
                    log.Add($"{Path.GetFileName(correct)}: {difference}");
            }
        }
        TestContext.Current.TestOutputHelper?.WriteLine($"{matching} of {all} bumps touch the same lines\n{string.Join('\n', log)}");
        Assert.InRange(matching, LeastMatching, all);
    }

    private static async Task<string?> DifferenceAsync(string before, string after, string version, RecipeFormat format)
    {
        // There is nothing but what the correct recipe asks for.
        var there = new RecipeText(after, null, format).Sources().SelectMany(source => source.Urls).ToHashSet(StringComparer.Ordinal);
        var upstream = new MadeUpstream(address => there.Contains(address) ? Encoding.UTF8.GetBytes(address) : null);
        try
        {
            var outcome = await new RecipeUpdater(upstream).UpdateAsync(
                before, null, format, VariantConfig.Empty, new UpdateOptions(version, VersionRules.Default), TestContext.Current.CancellationToken);
            if (outcome is not RecipeUpdate.Updated updated)
                return outcome.ToString();
            var (expected, actual) = (Comparable(after, before), Comparable(updated.Text, before));
            return expected.Zip(actual).FirstOrDefault(pair => pair.First != pair.Second) is var (wanted, got) && wanted is not null ? $"expected '{wanted}', got '{got}'"
                : expected.Count == actual.Count ? null : "the number of lines differs";
        }
        catch (BadInputException e)
        {
            return e.Message;
        }
    }

    // Lines without quotes, blanks and comments' spacing; digests that changed all look alike.
    private static List<string> Comparable(string text, string before) =>
        [.. text.Split('\n').Select(line => Digest().Replace(line, found => before.Contains(found.Value, StringComparison.Ordinal) ? "same" : "new"))
            .Select(line => string.Concat(line.Where(c => !char.IsWhiteSpace(c) && c is not ('"' or '\'')))).Where(line => line.Length > 0)];

    private static string? VersionIn(string text) => Version().Match(text) is { Success: true } found ? found.Groups[1].Value : null;

    [GeneratedRegex("(?:set version = |\\n  version: )[\"']?([0-9][^\"'\\s]*)")]
    private static partial Regex Version();

    [GeneratedRegex("\\b[0-9a-f]{32}(?:[0-9a-f]{32})?\\b")]
    private static partial Regex Digest();
}
