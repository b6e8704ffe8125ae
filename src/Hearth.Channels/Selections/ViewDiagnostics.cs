using Hearth.Foundation.Diagnostics;

namespace Hearth.Channels.Selections;

/// <summary>What can be wrong with the views of a channel.</summary>
public static class ViewDiagnostics
{
    public static readonly DiagnosticKind BadView = new(
        "HRT4150",
        "A view that cannot be",
        Severity.Error,
        "A view has a name in lower case and at least one rule; schemas/view.schema.json is their form, docs/reference/views.md their meaning. The "
        + "message names the view and the rule. A rule that is not understood would show what it is meant to hide, so nothing is guessed.");

    public static readonly DiagnosticKind NoSuchView = new(
        "HRT4151",
        "No such view",
        Severity.Error,
        "The channel has no view of this name. 'hearth channel view list' names those that it has.");

    public static readonly DiagnosticKind ViewExists = new(
        "HRT4152",
        "A view of this name exists",
        Severity.Error,
        "The channel has a view of this name already. Give the new one another name, or replace the old one with --replace: clients that use it are "
        + "then shown what the new rules select.");

    public static readonly DiagnosticKind LabelOfAView = new(
        "HRT4153",
        "A label that belongs to a view",
        Severity.Error,
        "Labels that begin with 'view/' hold what views select, and nothing is put under them by hand. Choose another label.");

    public static IReadOnlyList<DiagnosticKind> All { get; } = [BadView, NoSuchView, ViewExists, LabelOfAView];
}
