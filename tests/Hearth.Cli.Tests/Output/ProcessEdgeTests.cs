using System.CommandLine;
using System.Data.Common;
using Hearth.Cli.Output;

namespace Hearth.Cli.Tests.Output;

public sealed class ProcessEdgeTests
{
    // A database that found no room was reported as a defect of the program.
    [Fact]
    public async Task A_full_disk_is_no_defect_and_says_what_to_do()
    {
        var error = new StringWriter();
        var command = new RootCommand();
        command.SetAction(async (parsed, cancellation) => (int)await ProcessEdge.RunAsync(parsed, (_, _, _) => throw new Full(), cancellation));
        Assert.Equal((int)ExitCode.ProblemFound, await command.Parse([]).InvokeAsync(new InvocationConfiguration { Error = error }, TestContext.Current.CancellationToken));
        Assert.Contains("a disk is full", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("defect", error.ToString(), StringComparison.Ordinal);
    }

    private sealed class Full() : DbException("could not extend file")
    {
        public override string SqlState => "53100";
    }
}
