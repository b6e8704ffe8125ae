using System.Text.Json;

namespace Hearth.Channels.Selections;

/// <summary>A view, and how much it shows.</summary>
/// <param name="View">The view.</param>
/// <param name="Rules">Its rules as they were set.</param>
/// <param name="Shown">The records that it shows.</param>
/// <param name="Listed">The records of the label that it selects from.</param>
/// <param name="Next">When it will next look at records that come of age; null if none wait.</param>
public sealed record ViewState(ChannelView View, JsonElement Rules, long Shown, long Listed, DateTimeOffset? Next);
