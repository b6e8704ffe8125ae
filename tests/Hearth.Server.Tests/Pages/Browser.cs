using System.Net;
using System.Text.RegularExpressions;
using Hearth.Channels.Access;

namespace Hearth.Server.Tests.Pages;

/// <summary>A browser without script: keeps cookies, fills in forms as a page shows them, follows where it is led.</summary>
internal sealed partial class Browser : IDisposable
{
    private readonly HttpClient _client;

    public Browser(Uri server) => _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = server };

    public CookieContainer Cookies { get; } = new();

    public HttpStatusCode Status { get; private set; }

    /// <summary>The path of the page that is shown.</summary>
    public string Path { get; private set; } = "";

    public string Page { get; private set; } = "";

    public System.Net.Http.Headers.HttpResponseHeaders Headers { get; private set; } = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Signs in with a new token that has a role on a channel.</summary>
    public static async Task<Browser> SignedInAsync(ServedInstance server, Role role, string channel = "forge")
    {
        var grant = new Grant { Channel = role == Role.Admin ? "*" : channel, Role = role };
        var token = await server.Instance.Access.Tokens.CreateAsync(new TokenRequest { Grants = [grant] }, "test", Stop);
        var browser = new Browser(server.Url);
        await browser.GoAsync("/-/sign-in");
        await browser.SendAsync("/-/sign-in", ("token", token.Text.Reveal()));
        Assert.Equal("/", browser.Path);
        return browser;
    }

    public Task GoAsync(string path) => RequestAsync(new HttpRequestMessage(HttpMethod.Get, path));

    /// <summary>Sends the form of the page whose action is given: what is filled in, else what the form holds.</summary>
    public Task SendAsync(string action, params (string Name, string Value)[] filled) => SendNthAsync(action, 0, filled);

    /// <summary>Sends one of several forms with the same action.</summary>
    public async Task SendNthAsync(string action, int nth, params (string Name, string Value)[] filled)
    {
        var forms = FormPattern().Matches(Page).Where(form => WebUtility.HtmlDecode(form.Groups[1].Value) == action).ToList();
        Assert.True(forms.Count > nth, $"{Path} has no form for {action}");
        var form = forms[nth].Groups[2].Value;
        var fields = new List<KeyValuePair<string, string>>();
        foreach (Match input in InputPattern().Matches(form))
        {
            if (!input.Value.Contains("type=\"checkbox\"", StringComparison.Ordinal) || input.Value.Contains(" checked", StringComparison.Ordinal))
                fields.Add(new(input.Groups[1].Value, WebUtility.HtmlDecode(ValuePattern().Match(input.Value).Groups[1].Value)));
        }
        foreach (Match select in SelectPattern().Matches(form))
            fields.Add(new(select.Groups[1].Value, WebUtility.HtmlDecode(select.Groups[2].Value)));
        fields.RemoveAll(field => filled.Any(given => given.Name == field.Key));
        fields.AddRange(filled.Select(given => new KeyValuePair<string, string>(given.Name, given.Value)));
        await PostAsync(action, fields);
    }

    /// <summary>Sends a form that no page has shown.</summary>
    public Task PostAsync(string action, IEnumerable<KeyValuePair<string, string>> fields, string? from = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Sec-Fetch-Site", from ?? "same-origin");
        return RequestAsync(request);
    }

    /// <summary>Whether the page has a form that goes somewhere.</summary>
    public bool HasForm(string action) => FormPattern().Matches(Page).Any(form => WebUtility.HtmlDecode(form.Groups[1].Value) == action);

    public void Dispose() => _client.Dispose();

    private async Task RequestAsync(HttpRequestMessage request)
    {
        using (request)
        using (var answer = await _client.SendAsync(request, Stop))
        {
            (Status, Path, Page, Headers) = (answer.StatusCode, request.RequestUri is { IsAbsoluteUri: true } absolute ? absolute.PathAndQuery : request.RequestUri!.ToString(), await answer.Content.ReadAsStringAsync(Stop), answer.Headers);
            if (answer.StatusCode != HttpStatusCode.SeeOther)
                return;
            await GoAsync(answer.Headers.Location!.OriginalString);
        }
    }

    [GeneratedRegex("<form [^>]*method=\"post\" action=\"([^\"]*)\"[^>]*>(.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input [^>]*name=\"([^\"]*)\"[^>]*>")]
    private static partial Regex InputPattern();

    [GeneratedRegex("value=\"([^\"]*)\"")]
    private static partial Regex ValuePattern();

    [GeneratedRegex("<select [^>]*name=\"([^\"]*)\"[^>]*><option value=\"([^\"]*)\"")]
    private static partial Regex SelectPattern();
}
