using System.CommandLine;
using Hearth.Channels.Log;

namespace Hearth.Cli.Commands.Mirror;

/// <summary>The options that say which artifacts of a channel are meant.</summary>
internal sealed class SelectionOptions
{
    private readonly Option<string[]> _subdirs = new("--subdir") { Description = "This subdir, and noarch; may be given several times. Without it: all that the channel has.", HelpName = "SUBDIR" };

    private readonly Option<string[]> _include = new("--include") { Description = "Artifacts that match this MatchSpec; may be given several times. Without it: all.", HelpName = "SPEC" };

    private readonly Option<string[]> _exclude = new("--exclude") { Description = "Not those that match this MatchSpec, such as '*[license=\"GPL*\"]'; may be given several times.", HelpName = "SPEC" };

    private readonly Option<int?> _newest = new("--newest") { Description = "Only the newest versions of each name, so many.", HelpName = "N" };

    private readonly Option<int?> _age = new("--min-age") { Description = "Only what has been in the channel for so many days.", HelpName = "DAYS" };

    private readonly Option<bool> _closed = new("--with-dependencies") { Description = "And what they depend on, and what that depends on." };

    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_subdirs, _include, _exclude, _newest, _age, _closed])
            command.Options.Add(option);
        foreach (var number in (Option<int?>[])[_newest, _age])
        {
            number.Validators.Add(result =>
            {
                if (result.GetValueOrDefault<int?>() < 1)
                    result.AddError($"{number.Name} is a number from 1");
            });
        }
    }

    public MirrorSettings Fill(ParseResult parsed, MirrorSettings settings) => settings with
    {
        Subdirs = parsed.GetValue(_subdirs) is { Length: > 0 } subdirs ? subdirs : null,
        Include = parsed.GetValue(_include) is { Length: > 0 } include ? include : null,
        Exclude = parsed.GetValue(_exclude) is { Length: > 0 } exclude ? exclude : null,
        NewestVersions = parsed.GetValue(_newest),
        MinimumAgeDays = parsed.GetValue(_age),
        WithDependencies = parsed.GetValue(_closed),
    };
}
