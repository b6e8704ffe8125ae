using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Publish;

/// <summary>Why a channel does not take an artifact.</summary>
public static class PublishDiagnostics
{
    public static readonly DiagnosticKind BadFileName = new(
        "HRT4050",
        "Not the file name of an artifact",
        Severity.Error,
        "CEP 26: an artifact is called NAME-VERSION-BUILD with .conda or .tar.bz2, in lower case but for the build, at most 211 characters. "
        + "Build tools name their files so; do not rename them.");

    public static readonly DiagnosticKind TooLarge = new(
        "HRT4051",
        "Too many bytes",
        Severity.Error,
        "The upload is larger than the channel or the server takes. An owner of the channel can raise max_artifact_bytes.");

    public static readonly DiagnosticKind DigestMismatch = new(
        "HRT4052",
        "The bytes that arrived are not those that were announced",
        Severity.Error,
        "The digest given with the upload is not that of the bytes that arrived. Nothing was stored. Upload again; if it happens again, "
        + "the file changed after its digest was taken.");

    public static readonly DiagnosticKind WrongSubdir = new(
        "HRT4053",
        "The subdir is not the artifact's, or not the channel's",
        Severity.Error,
        "An artifact can only be published to the subdir that its index.json names, and only to those that the channel takes.");

    public static readonly DiagnosticKind BadDependency = new(
        "HRT4054",
        "A dependency that clients cannot read",
        Severity.Error,
        "An entry of depends or constrains is not a MatchSpec (CEP 29). Solvers fail on the whole channel when they meet it.");

    public static readonly DiagnosticKind FromTheFuture = new(
        "HRT4055",
        "Built in the future",
        Severity.Error,
        "The timestamp in index.json lies after now (CEP 47). The clock of the machine that built it is wrong, or someone wants the artifact "
        + "to look newer than it is.");

    public static readonly DiagnosticKind RecipeDisagrees = new(
        "HRT4056",
        "The recipe inside names another package",
        Severity.Error,
        "The rendered recipe in info/recipe says another name or version than index.json and the file name.");

    public static readonly DiagnosticKind NameNotTaken = new(
        "HRT4057",
        "The channel does not take this name",
        Severity.Error,
        "The channel's settings list patterns of names; the artifact's name fits none. An owner of the channel can add it.");

    public static readonly DiagnosticKind NotYourOutput = new(
        "HRT4058",
        "The name belongs to someone else",
        Severity.Error,
        "The channel says who may publish which names (outputs), and the publisher is not among them. An owner of the channel can add the "
        + "feedstock, user or team.");

    public static readonly DiagnosticKind QuotaExceeded = new(
        "HRT4059",
        "The channel is full",
        Severity.Error,
        "The artifacts of the channel would have more bytes together than its quota. Remove old ones and let 'hearth gc' collect them, or "
        + "have the quota raised.");

    public static readonly DiagnosticKind Exists = new(
        "HRT4060",
        "The channel has another artifact of this name",
        Severity.Error,
        "Other bytes are listed under the same file name. Clients cache artifacts by name, so a channel does not replace them unless its "
        + "settings say overwrite and the upload asks for it. Raise the build number instead.");

    public static readonly DiagnosticKind Frozen = new(
        "HRT4061",
        "Publishing is stopped",
        Severity.Error,
        "The channel's owners have frozen it: nothing is taken until they lift it. Reading goes on.");

    public static readonly DiagnosticKind NoSuchArtifact = new(
        "HRT4062",
        "No such artifact",
        Severity.Error,
        "The channel lists no artifact of this subdir and file name. 'hearth channel log' shows what happened to it, if it was ever there.");

    public static readonly DiagnosticKind Blocked = new(
        "HRT4063",
        "These bytes are blocked",
        Severity.Error,
        "An artifact of this digest was removed from the channel as harmful. It cannot come back under another name; an owner can restore it.");

    public static readonly DiagnosticKind BadAttestation = new(
        "HRT4064",
        "The attestation does not speak of the artifact",
        Severity.Error,
        "CEP 27: an attestation is a Sigstore bundle whose in-toto statement has one subject, with the file name and the SHA-256 of the "
        + "artifact. Nothing was published. Sign the very file that is uploaded.");

    public static readonly DiagnosticKind NoStaging = new(
        "HRT4065",
        "No staging channel",
        Severity.Error,
        "Artifacts can only be submitted to a channel whose settings name a staging channel. An owner of the channel can set it.");

    public static readonly DiagnosticKind NotYourFeedstock = new(
        "HRT4066",
        "The token is not that of the feedstock",
        Severity.Error,
        "The request names a feedstock that its FEEDSTOCK_TOKEN does not speak for. Register the feedstock's token, or correct the name.");

    public static readonly DiagnosticKind OtherLabel = new(
        "HRT4067",
        "The artifact is meant for another label",
        Severity.Error,
        "The recipe inside the artifact names the label of this channel that it was built for (channel_targets), and it was submitted for "
        + "another. Submit it for the label that the recipe names, or leave the label out.");

    public static readonly DiagnosticKind LabelLocked = new(
        "HRT4068",
        "The label is locked",
        Severity.Error,
        "The channel's owners have locked the label: what it lists stays as it is, and nothing is added. Publish under another label, or have "
        + "it unlocked.");

    public static IReadOnlyList<DiagnosticKind> All { get; } =
    [
        BadFileName, TooLarge, DigestMismatch, WrongSubdir, BadDependency, FromTheFuture, RecipeDisagrees, NameNotTaken, NotYourOutput, QuotaExceeded,
        Exists, Frozen, NoSuchArtifact, Blocked, BadAttestation, NoStaging, NotYourFeedstock, OtherLabel, LabelLocked,
    ];
}
