namespace Hearth.Cli.Commands.Patch;

/// <summary><c>hearth patch</c>: correct the metadata of packages that are published already.</summary>
internal sealed class PatchCommand : HearthCommand
{
    public PatchCommand()
        : base(
            "patch",
            "Work on patches: corrections of records whose packages are published already.",
            new Example("hearth patch compile patches --channel my-channel", "make patch_instructions.json of patch YAML"),
            new Example("hearth patch show noarch/six-1.16.0-py_0.conda --channel my-channel --patch patches", "what changes in one record, and why"))
    {
        Subcommands.Add(new CompileCommand());
        Subcommands.Add(new ShowCommand());
    }
}
