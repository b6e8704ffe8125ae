using System.Text.Json;
using Hearth.Conda.Licences;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Mirrors.Sources;

/// <summary>Reads a policy for sources in JSON's data model; most are written as YAML. The format is schemas/source-policy.schema.json.</summary>
public sealed class SourcePolicyReader
{
    private readonly string? _file;
    private readonly List<Diagnostic> _problems = [];

    private SourcePolicyReader(string? file) => _file = file;

    /// <exception cref="BadInputException">The document is no policy; the exception carries every problem found.</exception>
    public static SourcePolicy Read(JsonElement document, string? file)
    {
        var reader = new SourcePolicyReader(file);
        var policy = reader.Policy(document);
        return reader._problems.Count == 0 ? policy : throw new BadInputException(reader._problems);
    }

    private SourcePolicy Policy(JsonElement document)
    {
        var policy = SourcePolicy.Default;
        if (document.ValueKind != JsonValueKind.Object)
            return Wrong("", "a policy is a mapping", policy);
        foreach (var member in document.EnumerateObject())
        {
            policy = member.Name switch
            {
                "hosts" => policy with { Hosts = Texts(member) },
                "private_hosts" => policy with { AllowsPrivateAddresses = Allowed(member) },
                "most_bytes" => policy with { MostBytes = Bytes(member, policy.MostBytes) },
                "public" => policy with { Public = Licences(member, policy.Public) },
                "internal" => policy with { Internal = Licences(member, policy.Internal) },
                "kept_packages" => policy with { KeptPackages = Texts(member) },
                _ => Wrong(member.Name, "there is no such key; hosts, private_hosts, most_bytes, public, internal and kept_packages are", policy),
            };
        }
        foreach (var host in policy.Hosts.Where(host => host.Length == 0 || host.Contains('/') || host.LastIndexOf('*') > 0 || (host[0] == '*' && host.Length > 1 && host[1] != '.')))
            Wrong("hosts", $"'{host}' is no host; write a name, '*.example.org' or '*'", false);
        return policy;
    }

    private List<string> Texts(JsonProperty member)
    {
        if (member.Value.ValueKind == JsonValueKind.Array && member.Value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String))
            return [.. member.Value.EnumerateArray().Select(item => item.GetString()!)];
        return Wrong(member.Name, "write a list of texts", new List<string>());
    }

    private bool Allowed(JsonProperty member) => (member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : null) switch
    {
        "allow" => true,
        "refuse" => false,
        _ => Wrong(member.Name, "write 'allow' or 'refuse'", false),
    };

    private long Bytes(JsonProperty member, long otherwise) =>
        member.Value.ValueKind == JsonValueKind.Number && member.Value.TryGetInt64(out var bytes) && bytes > 0 ? bytes : Wrong(member.Name, "write a number of bytes", otherwise);

    private LicencePolicy Licences(JsonProperty member, LicencePolicy otherwise)
    {
        try
        {
            return LicencePolicyReader.Read(member.Value, _file is null ? member.Name : $"{_file}: {member.Name}");
        }
        catch (BadInputException e)
        {
            _problems.AddRange(e.Diagnostics);
            return otherwise;
        }
    }

    private T Wrong<T>(string place, string message, T instead)
    {
        _problems.Add(SourceDiagnostics.BadPolicy.In(_file, place.Length == 0 ? message : $"{place}: {message}"));
        return instead;
    }
}
