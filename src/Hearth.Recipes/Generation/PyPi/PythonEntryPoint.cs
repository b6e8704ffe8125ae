namespace Hearth.Recipes.Generation.PyPi;

/// <summary>A command that a Python project installs: <c>black = black:patched_main</c>.</summary>
/// <param name="Command">The command.</param>
/// <param name="Target">Module and function.</param>
/// <param name="Extra">The extra that the command needs, if it says so.</param>
public sealed record PythonEntryPoint(string Command, string Target, string? Extra = null)
{
    /// <summary>Reads a line <c>command = module:function [extra]</c>; null if it is none.</summary>
    public static PythonEntryPoint? Read(string line) => line.Split('=', 2) is [var command, var target] ? Of(command, target) : null;

    public static PythonEntryPoint? Of(string command, string target)
    {
        var open = target.IndexOf('[');
        var extra = open < 0 ? null : target[(open + 1)..].Trim().TrimEnd(']').Trim();
        target = (open < 0 ? target : target[..open]).Trim().Replace(" ", "", StringComparison.Ordinal);
        command = command.Trim();
        var isPlain = command.Length > 0 && command.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.');
        return isPlain && target.Contains(':') ? new PythonEntryPoint(command, target, extra) : null;
    }

    /// <summary>The commands of an <c>entry_points.txt</c>, of terminals and of windows.</summary>
    public static IReadOnlyList<PythonEntryPoint> ReadFile(string text) =>
    [
        .. IniText.Read(text).Where(entry => entry.Section is "console_scripts" or "gui_scripts").Select(entry => Of(entry.Key, entry.Value)).OfType<PythonEntryPoint>(),
    ];

    public override string ToString() => $"{Command} = {Target}";
}
