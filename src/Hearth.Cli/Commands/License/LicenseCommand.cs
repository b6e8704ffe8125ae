namespace Hearth.Cli.Commands.License;

/// <summary><c>hearth license</c>: what packages are licensed under, and whether that is acceptable.</summary>
internal sealed class LicenseCommand : HearthCommand
{
    public LicenseCommand()
        : base(
            "license",
            "Check the licences of packages and of what they need against a policy.",
            new Example("hearth license check my-channel --policy licences.yaml", "every package of a channel folder"),
            new Example("hearth license check .pixi/envs/default --policy licences.yaml", "what is installed in an environment"))
    {
        Subcommands.Add(new CheckCommand());
    }
}
