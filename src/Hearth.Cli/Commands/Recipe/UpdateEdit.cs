namespace Hearth.Cli.Commands.Recipe;

/// <summary>One change of a recipe as JSON.</summary>
internal sealed record UpdateEdit(string What, string? Before, string? After, string Reason, bool Made);
