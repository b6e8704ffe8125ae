using Hearth.Foundation.Diagnostics;

namespace Hearth.Cli;

/// <summary>The diagnostics of this room.</summary>
internal static class CliDiagnostics
{
    public static readonly DiagnosticKind UnknownFormat = new(
        "HRT7101",
        "Kind of file not recognised",
        Severity.Error,
        "'hearth schema check' tells the kind of a file by its name or by the keys at its top; neither fits a format that Hearth knows. "
        + "Name the schema with --as; 'hearth schema list' shows them all.");

    public static readonly DiagnosticKind Unreadable = new(
        "HRT7102",
        "File that cannot be read",
        Severity.Error,
        "The file is not there, may not be read, or its compressed content is damaged or cut short.");

    public static readonly DiagnosticKind TooLarge = new(
        "HRT7103",
        "File too large to check",
        Severity.Error,
        "'hearth schema check' holds a whole document in memory and refuses those that are larger than 1 GiB once decompressed.");

    public static readonly DiagnosticKind NotYaml = new(
        "HRT7104",
        "Not valid YAML",
        Severity.Error,
        "The file is not YAML, nests too deep, or grows beyond measure by its aliases. Look at the position named in the message.");

    public static readonly DiagnosticKind NoDatabase = new(
        "HRT7120",
        "No database of a server",
        Severity.Error,
        "The command works on the database of a server: hearth.db in the folder that 'hearth serve --data' names, or what --database names. "
        + "It is not there, or cannot be used.");

    public static readonly DiagnosticKind NotPublished = new(
        "HRT7130",
        "Not published",
        Severity.Error,
        "The server did not take the file, and did not say why in a form that 'hearth publish' knows: something else may be listening at the address. "
        + "Look at the address, and at the server's log.");

    public static readonly DiagnosticKind ServerAway = new(
        "HRT7131",
        "The server cannot be reached",
        Severity.Error,
        "Nothing answered at the address after several tries. What the server has of the files it keeps for a day: publish again, and only the rest is sent.");

    public static readonly DiagnosticKind NotAFeed = new(
        "HRT7135",
        "No channel whose changes can be followed",
        Severity.Error,
        "'hearth channel follow' takes the address of a channel on a server of Hearth's, as clients use it. The server has no such channel, does not show it "
        + "to whoever asks, or is something else, whose answers are no changes in order.");

    public static readonly DiagnosticKind BadSettings = new(
        "HRT7110",
        "A setting that is not understood",
        Severity.Error,
        "The settings file or the environment names a setting that there is not, or gives one a value that it cannot have. 'hearth config "
        + "reference' lists every setting; 'hearth config show --origin' says what holds, and why.");

    public static readonly DiagnosticKind NoInstallation = new(
        "HRT7111",
        "No installation is named",
        Severity.Error,
        "The command works on an installation and must be told which: by --data, by HEARTH_DATA in the environment, or by 'data' in the settings "
        + "file that --config names.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [UnknownFormat, Unreadable, TooLarge, NotYaml, BadSettings, NoInstallation, NoDatabase, NotPublished, ServerAway, NotAFeed];
}
