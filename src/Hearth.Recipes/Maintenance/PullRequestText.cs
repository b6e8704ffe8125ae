using System.Text;

namespace Hearth.Recipes.Maintenance;

/// <summary>An update as the text of a pull request, in Markdown.</summary>
public static class PullRequestText
{
    public static string Of(string name, RecipeUpdate.Updated update)
    {
        var text = new StringBuilder($"# {name} {update.To}\n\n");
        text.Append($"Updates {name} from {update.From} to {update.To}.\n");
        Section(text, "Changed", update.Edits.Where(edit => edit.IsMade));
        Section(text, "Left to you", update.Edits.Where(edit => !edit.IsMade));
        if (update.Remarks.Count > 0)
        {
            text.Append("\n## Not compared\n\n");
            foreach (var remark in update.Remarks)
                text.Append($"- {remark.Message}\n");
        }
        return text.ToString();
    }

    private static void Section(StringBuilder text, string title, IEnumerable<ProposedEdit> edits)
    {
        var rows = edits.ToList();
        if (rows.Count == 0)
            return;
        text.Append($"\n## {title}\n\n| what | before | after | why |\n|---|---|---|---|\n");
        foreach (var edit in rows)
            text.Append($"| {edit.What} | {Cell(edit.Before)} | {Cell(edit.After)} | {edit.Reason.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
    }

    private static string Cell(string? text) => text is null ? "" : $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
