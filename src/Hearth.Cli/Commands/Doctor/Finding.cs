namespace Hearth.Cli.Commands.Doctor;

/// <summary>What the doctor found out about one thing.</summary>
/// <param name="Name">The thing.</param>
/// <param name="Verdict">What to think of it.</param>
/// <param name="Message">How it is.</param>
/// <param name="Hint">What to do, where there is something to be done.</param>
internal sealed record Finding(string Name, Verdict Verdict, string Message, string? Hint = null);
