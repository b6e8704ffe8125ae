using System.CommandLine;
using Hearth.Foundation.Compression;
using Hearth.Packages.Archives;

namespace Hearth.Cli.Commands.Package;

/// <summary><c>--zstd-level</c>, for the commands that write a <c>.conda</c>.</summary>
internal static class ZstdLevelOption
{
    public static Option<int> New()
    {
        var option = new Option<int>("--zstd-level")
        {
            Description = $"How hard to compress a .conda, {Zstd.MinLevel} to {Zstd.MaxLevel}.",
            DefaultValueFactory = _ => ArchiveOptions.Default.ZstdLevel,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < Zstd.MinLevel or > Zstd.MaxLevel)
                result.AddError($"--zstd-level must be {Zstd.MinLevel} to {Zstd.MaxLevel}");
        });
        return option;
    }
}
