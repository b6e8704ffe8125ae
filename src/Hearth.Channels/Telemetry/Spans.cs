using System.Diagnostics;

namespace Hearth.Channels.Telemetry;

/// <summary>
/// What a request or a piece of background work spends its time on, for traces. While nobody listens, as by default, a span costs
/// nothing and is null. Tags hold names and numbers; never a credential.
/// </summary>
public static class Spans
{
    /// <summary>The source that those who collect traces listen to.</summary>
    public const string Source = "Hearth";

    private static readonly ActivitySource Activities = new(Source);

    /// <summary>Starts a span within the current one.</summary>
    public static Activity? Start(string name) => Activities.StartActivity(name);

    /// <summary>Starts the span of a request, within the one that its sender is in.</summary>
    public static Activity? StartRequest(string name, ActivityContext sender) => Activities.StartActivity(name, ActivityKind.Server, sender);
}
