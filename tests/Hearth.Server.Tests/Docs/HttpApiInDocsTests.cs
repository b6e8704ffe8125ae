using System.Text;
using System.Text.Json;
using Hearth.Server.Api;
using Hearth.Testing;

namespace Hearth.Server.Tests.Docs;

/// <summary>The reference of the HTTP interface is what the definitions of the endpoints make. HEARTH_WRITE_DOCS=1 writes it anew.</summary>
public sealed class HttpApiInDocsTests
{
    [Fact]
    public void The_reference_is_what_the_endpoints_say()
    {
        var file = Repository.PathTo("docs", "reference", "http-api.md");
        if (Environment.GetEnvironmentVariable("HEARTH_WRITE_DOCS") == "1")
            File.WriteAllText(file, Page());
        Assert.Equal(Page(), File.ReadAllText(file));
    }

    private static string Page()
    {
        var page = new StringBuilder(
            """
            # The HTTP interface

            Every address at which a server of managed channels answers beside the files of its channels. This page is made from the
            definitions that route the requests; `HEARTH_WRITE_DOCS=1` and the tests of the server write it anew. The server describes the
            same, with the documents that it takes and gives, as OpenAPI 3.1 at `/api/v1/openapi.json`.

            A token is sent as `Authorization: Bearer TOKEN`, as the password of Basic, or in the path, as `/t/TOKEN/…`. A refusal is one JSON
            object with `code`, `message`, `hint` and all `problems`; `hearth explain CODE` says more. What an endpoint needs: nothing; to be signed
            in; to read, publish to, maintain or own the channel in its path; or to administer the installation.

            """);
        foreach (var dialect in ApiRouter.Endpoints.GroupBy(endpoint => endpoint.Dialect, StringComparer.Ordinal).OrderBy(dialect => dialect.Key != "hearth").ThenBy(dialect => dialect.Key, StringComparer.Ordinal))
        {
            page.Append("\n## ").Append(dialect.Key == "hearth" ? "Hearth's own" : dialect.Key).Append("\n\n| request | needs | what it does |\n|---|---|---|\n");
            foreach (var endpoint in dialect.OrderBy(endpoint => endpoint.Pattern, StringComparer.Ordinal).ThenBy(endpoint => endpoint.Method, StringComparer.Ordinal))
                page.Append($"| `{endpoint.Method} {endpoint.Pattern}` | {JsonNamingPolicy.SnakeCaseLower.ConvertName(endpoint.Need.ToString()).Replace('_', ' ')} | {endpoint.Summary.Replace("|", "\\|", StringComparison.Ordinal)} |\n");
        }
        return page.ToString();
    }
}
