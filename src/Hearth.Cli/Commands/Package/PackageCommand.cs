namespace Hearth.Cli.Commands.Package;

/// <summary><c>hearth package</c>: look at, take apart, make and convert conda packages.</summary>
internal sealed class PackageCommand : HearthCommand
{
    public PackageCommand()
        : base(
            "package",
            "Look at, unpack, make, convert and check conda packages.",
            new Example("hearth package inspect zlib-1.3.1-hb9d3cd8_2.conda", "what the package is and what installing it does"),
            new Example("hearth package transmute *.tar.bz2 --output-folder converted", "convert all of them to .conda"))
    {
        Subcommands.Add(new InspectCommand());
        Subcommands.Add(new ListCommand());
        Subcommands.Add(new ExtractCommand());
        Subcommands.Add(new CreateCommand());
        Subcommands.Add(new TransmuteCommand());
        Subcommands.Add(new VerifyCommand());
        Subcommands.Add(new DiffCommand());
    }
}
