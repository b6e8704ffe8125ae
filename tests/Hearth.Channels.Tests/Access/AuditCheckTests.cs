using Hearth.Channels.Access;
using Hearth.Channels.Log;
using Hearth.Conda.Names;
using Hearth.Testing;

namespace Hearth.Channels.Tests.Access;

public sealed class AuditCheckTests(PostgresServer postgres)
{
    [Theory, OnBothDatabases]
    public async Task Every_log_is_followed_and_a_changed_entry_is_found(DatabaseKind kind)
    {
        await using var access = await TestAccess.OpenAsync(kind, postgres);
        await new ChannelCatalog(access.Database, access.Clock).CreateAsync(ChannelName.Parse("forge"), new ChannelSettings(), "test", TestAccess.Stop);
        await access.AnnAsync(Role.Reader);
        Assert.Equal([new("", 2, null), new("forge", 1, null)], await AuditCheck.RunAsync(access.Database, TestAccess.Stop).ToListAsync(TestAccess.Stop));

        await access.Database.WriteAsync(
            session => session.ExecuteAsync($"UPDATE change SET actor = {"nobody"} WHERE channel = {access.Store.Instance} AND revision = 2", TestAccess.Stop), TestAccess.Stop);

        Assert.Equal([new("", 2, 2), new("forge", 1, null)], await AuditCheck.RunAsync(access.Database, TestAccess.Stop).ToListAsync(TestAccess.Stop));
    }
}
