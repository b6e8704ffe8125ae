namespace Hearth.Server.Tests.Conformance;

/// <summary>A request and its answer, both of which a defect may change.</summary>
internal sealed class Exchange
{
    public required string Method { get; init; }

    /// <summary>The path and query as they were sent.</summary>
    public required string Target { get; set; }

    public required Dictionary<string, string> Request { get; init; }

    public int Status { get; set; }

    public Dictionary<string, string> Answer { get; } = new(StringComparer.OrdinalIgnoreCase);

    public byte[] Body { get; set; } = [];

    public bool Ends(string with) => Target.Split('?')[0].EndsWith(with, StringComparison.Ordinal);

    /// <summary>Answers something else than the server does.</summary>
    public void Say(int status, string body = "")
    {
        (Status, Body) = (status, System.Text.Encoding.UTF8.GetBytes(body));
        Answer["Content-Length"] = $"{Body.Length}";
    }
}
