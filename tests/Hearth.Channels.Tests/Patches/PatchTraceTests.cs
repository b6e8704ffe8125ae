using Hearth.Channels.Patches;
using Hearth.Channels.Patches.Yaml;
using Hearth.Channels.Tests.Patches.Yaml;

namespace Hearth.Channels.Tests.Patches;

public sealed class PatchTraceTests
{
    private const string File = "a-1.2.3-py38_1.conda";

    [Fact]
    public void Each_document_that_changes_the_record_is_a_step_with_its_line()
    {
        var yaml = PatchYaml.Parse(
            """
            if: {name: a}
            then: [{add_depends: c}]
            ---
            if: {name: z}
            then: [{add_depends: d}]
            ---
            if: {name: a}
            then: [{remove_depends: c}]
            """,
            "p.yaml");
        var trace = PatchTrace.Of([yaml], new OneRecord(), "a", File)!;
        Assert.Equal([("p.yaml", 1), ("p.yaml", 7)], trace.Steps.Select(step => (step.Source, step.Line!.Value)));
        Assert.Equal(trace.Record, trace.Shown);
        Assert.Equal(4, trace.Steps[0].After!.Depends.Count);
    }

    [Fact]
    public void A_record_that_no_patch_is_about_has_no_steps() => Assert.Empty(PatchTrace.Of([], new OneRecord(), "a", File)!.Steps);

    [Fact]
    public void A_file_that_is_not_listed_has_no_trace() => Assert.Null(PatchTrace.Of([], new OneRecord(), "a", "a-9-0.conda"));
}
