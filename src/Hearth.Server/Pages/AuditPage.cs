using Hearth.Server.Api;
using Hearth.Server.Pages.Documents;

namespace Hearth.Server.Pages;

/// <summary>The log of the instance: who changed what outside the channels.</summary>
internal static class AuditPage
{
    public static async Task AnswerAsync(ApiCall call)
    {
        var log = await call.Instance.Store.Catalog.InstanceAsync(call.Cancellation);
        await call.SendPageAsync(await ChangesPage.ReadAsync(call, log), PageJson.Default.LogDocument, ChangesView.OfInstance);
    }
}
