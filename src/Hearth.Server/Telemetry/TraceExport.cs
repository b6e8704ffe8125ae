using Hearth.Channels.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Hearth.Server.Telemetry;

/// <summary>
/// Sends the spans of this process to a collector, in batches, beside the work: a collector that is away costs spans and nothing
/// else. What OpenTelemetry's own environment variables say about sampling and resources holds.
/// </summary>
internal sealed class TraceExport : IDisposable
{
    private readonly TracerProvider _provider;

    /// <summary>Begins.</summary>
    /// <param name="collector">Where OTLP is taken over HTTP, without <c>/v1/traces</c>.</param>
    public TraceExport(Uri collector) => _provider = Sdk.CreateTracerProviderBuilder()
        .AddSource(Spans.Source)
        .ConfigureResource(resource => resource.AddService("hearth", serviceVersion: typeof(TraceExport).Assembly.GetName().Version?.ToString(3)))
        .AddOtlpExporter(export =>
        {
            export.Protocol = OtlpExportProtocol.HttpProtobuf;
            export.Endpoint = new Uri(collector.ToString().TrimEnd('/') + "/v1/traces");
        })
        .Build();

    /// <summary>Sends what is left, for five seconds at most.</summary>
    public void Dispose() => _provider.Dispose();
}
