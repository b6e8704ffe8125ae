using System.Globalization;
using System.Net;

namespace Hearth.Cli.Settings;

/// <summary>Everything that can be set.</summary>
internal static class SettingCatalog
{
    public const string Localhost = "localhost";
    public const string JsonLog = "json";
    public const string On = "on";

    public static readonly Setting Data = new("data", "The data folder of the installation.");

    public static readonly Setting Database = new(
        "database", "Where the logs are: a SQLite file, or postgres://USER@HOST/DATABASE. Without it, a file in the data folder. A password stands in the settings file or in the environment.");

    public static readonly Setting Blobs = new("blobs", "Where the bytes are: a folder, or s3://BUCKET/PREFIX. Without it, a folder in the data folder.");

    public static readonly Setting Host = new("host", "The address to listen at; 0.0.0.0 and :: are all of this machine's.", "127.0.0.1")
    {
        Problem = value => TryReadAddress(value, out _) ? null : $"is an IP address or {Localhost}",
    };

    public static readonly Setting Port = new("port", "The TCP port; 0 takes any free one.", "8080")
    {
        Alias = "-p",
        IsNumber = true,
        Problem = value => ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? null : "is a number from 0 to 65535",
    };

    public static readonly Setting Certificate = new("certificate", "Serve HTTPS with this PEM certificate and its chain.");

    public static readonly Setting Key = new("key", "The file with the PEM private key of the certificate.");

    public static readonly Setting Log = new("log", "How to write what is answered to stderr: text (with -v), or json, one object per line.", "text") { Words = ["text", JsonLog], Problem = value => value is "text" or JsonLog ? null : $"is text or {JsonLog}" };

    public static readonly Setting Memory = new("memory-mb", "How many megabytes of small files are kept in memory.", "64")
    {
        IsNumber = true,
        Problem = value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 1_000_000 ? null : "is a number from 1 to 1000000",
    };

    public static readonly Setting Drain = new("drain-seconds", "How many seconds downloads may go on once the server is told to stop.", "2")
    {
        IsNumber = true,
        Problem = value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= 3600 ? null : "is a number from 0 to 3600",
    };

    public static readonly Setting PublicUrl = new("public-url", "Where browsers reach the server, such as https://channels.example.org; needed where people sign in at an issuer, which sends them back to PUBLIC-URL/auth/callback.")
    {
        Problem = value => Uri.TryCreate(value, UriKind.Absolute, out var url) && url.Scheme is "https" or "http" ? null : "is the URL of this server",
    };

    public static readonly Setting SignInIssuer = new("sign-in-issuer", "The OpenID Connect issuer where people sign in; without it they do so with tokens alone.");

    public static readonly Setting SignInClient = new("sign-in-client", "What the issuer calls this server: the client ID. Its secret, if it has one, stands in HEARTH_SIGN_IN_SECRET.");

    public static readonly Setting SignInAccounts = new("sign-in-accounts", "Who gets an account by signing in: any, whom the issuer knows; or linked, whom 'hearth user link' names. An account may do nothing by itself.", "any") { Words = ["any", "linked"], Problem = value => value is "any" or "linked" ? null : "is any or linked" };

    public static readonly Setting ArtifactRedirects = new(
        "artifact-redirects", "Whether requests for artifacts are sent on to signed addresses of the object store: off or on. Clients must be able to reach it.", "off")
    {
        Words = ["off", On],
        Problem = value => value is "off" or On ? null : $"is off or {On}",
    };

    public static readonly Setting OtlpEndpoint = new("otlp-endpoint", "Where traces go: a collector that takes OTLP over HTTP, such as http://localhost:4318. Without it, nowhere.")
    {
        Problem = value => Uri.TryCreate(value, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https") ? null : "is an address that starts with http:// or https://",
    };

    public static readonly Setting PrivateWebhooks = new("private-webhooks", "Whether webhooks may lead into private networks, this machine's among them: refuse, or allow.", "refuse")
    {
        Words = ["refuse", "allow"],
        Problem = value => value is "refuse" or "allow" ? null : "is refuse or allow",
    };

    public static readonly Setting UpstreamTokens = new("upstream-tokens", "A file with the tokens that mirrors show to the hosts of their sources, as 'Authorization: Bearer': HOST TOKEN, a line each.");

    public static readonly Setting SourcePolicy = new("source-policy", "A file that says whom the archive of sources may ask, and to whom it gives what it has. Without it nobody is asked.");

    /// <summary>Where an installation is: what every command that works on one understands.</summary>
    public static IReadOnlyList<Setting> OfInstallation { get; } = [Data, Database, Blobs];

    /// <summary>How a server answers.</summary>
    public static IReadOnlyList<Setting> OfServer { get; } = [Host, Port, Certificate, Key, Log, Memory, Drain, PublicUrl, SignInIssuer, SignInClient, SignInAccounts, ArtifactRedirects, OtlpEndpoint, PrivateWebhooks, UpstreamTokens, SourcePolicy];

    public static IReadOnlyList<Setting> All { get; } = [.. OfInstallation, .. OfServer];

    /// <summary>Reads the address to listen at.</summary>
    public static bool TryReadAddress(string text, out IPAddress address)
    {
        address = IPAddress.Loopback;
        if (text == Localhost)
            return true;
        if (!IPAddress.TryParse(text, out var parsed))
            return false;
        address = parsed;
        return true;
    }
}
