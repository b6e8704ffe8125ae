using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Hearth.Channels.Blobs;
using Hearth.Channels.Databases;
using Hearth.Cli.Output;
using Hearth.Cli.Settings;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Hashing;
using Hearth.Server;
using Hearth.Server.Hosting;

namespace Hearth.Cli.Commands.Doctor;

/// <summary>Looks at everything that a server with these settings needs. What it writes to try, it takes away again.</summary>
internal sealed class Examination(SettingsInForce settings, TimeProvider clock)
{
    private const long LittleSpace = 10L << 30;
    private const long NoSpace = 1L << 30;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(21);

    /// <exception cref="BadInputException">Nothing says which installation is meant.</exception>
    public async Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancellation)
    {
        var instance = DataOptions.Read(settings) ?? throw CliDiagnostics.NoInstallation.Refuse(null, "nothing says which installation is meant", "name its data folder with --data");
        var (database, state) = await DatabaseAsync(instance, cancellation);
        return [Folder(instance.Data), Disk(instance.Data), database, await BlobsAsync(instance, cancellation), Clock(state), Certificate(), Port()];
    }

    private static Finding Folder(string data)
    {
        if (!Directory.Exists(data))
            return new("data folder", Verdict.Warning, $"{data} is not there yet", "the first start makes it");
        try
        {
            var probe = Path.Combine(data, $".doctor-{Guid.NewGuid():n}");
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new("data folder", Verdict.Problem, $"{data} cannot be written to: {e.Message}", "give it to the user that the server runs as");
        }
        var others = OperatingSystem.IsWindows() ? 0 : File.GetUnixFileMode(data) & (UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute);
        return others == 0
            ? new("data folder", Verdict.Fine, $"{data} can be written to, and is its owner's alone")
            : new("data folder", Verdict.Warning, $"every user of this machine may look into {data}", $"chmod 700 {data}");
    }

    private static Finding Disk(string data)
    {
        // Where the folder is still to be made, its nearest parent tells.
        var folder = new DirectoryInfo(Path.GetFullPath(data));
        while (!folder.Exists && folder.Parent is { } parent)
            folder = parent;
        var free = new DriveInfo(folder.FullName).AvailableFreeSpace;
        var message = $"{ProgressLine.Size(free)} are free";
        return free switch
        {
            < NoSpace => new("disk", Verdict.Problem, message, "make room: uploads will be refused soon"),
            < LittleSpace => new("disk", Verdict.Warning, message, "make room before uploads are refused"),
            _ => new("disk", Verdict.Fine, message),
        };
    }

    private static async Task<(Finding Finding, DatabaseState? State)> DatabaseAsync(InstanceOptions instance, CancellationToken cancellation)
    {
        var address = instance.Database ?? Path.Combine(instance.Data, "hearth.db");
        if (!address.StartsWith(Database.PostgresScheme, StringComparison.Ordinal) && !File.Exists(address))
            return (new("database", Verdict.Warning, "there is none yet", "the first start makes it"), null);
        try
        {
            var state = await Database.ExamineAsync(address, cancellation).WaitAsync(Patience, cancellation);
            return (state.Applied.CompareTo(state.Newest) switch
            {
                > 0 => new("database", Verdict.Problem, $"a newer Hearth has written it: schema {state.Applied}, this one knows {state.Newest}", "start the newer Hearth, or restore the backup from before the upgrade"),
                < 0 => new("database", Verdict.Warning, $"it has schema {state.Applied}; the next start brings it to {state.Newest}", "back it up first: there is no way back"),
                _ => new Finding("database", Verdict.Fine, $"it answers, with schema {state.Applied}"),
            }, state);
        }
        catch (BadInputException e)
        {
            return (new("database", Verdict.Problem, e.Diagnostics[0].Message, e.Diagnostics[0].Hint), null);
        }
        catch (TimeoutException)
        {
            return (new("database", Verdict.Problem, $"no answer within {Patience.TotalSeconds:f0} s"), null);
        }
        catch (Exception e) when (e is DbException or SocketException or IOException)
        {
            return (new("database", Verdict.Problem, $"it cannot be used: {e.Message}", "a new PostgreSQL database is empty until the first start"), null);
        }
    }

    private static async Task<Finding> BlobsAsync(InstanceOptions instance, CancellationToken cancellation)
    {
        if (instance.Blobs is null && !Directory.Exists(instance.Data))
            return new("blobs", Verdict.Warning, "there are none yet", "the first start makes their folder");
        try
        {
            await using var blobs = ManagedInstance.OpenBlobs(instance);
            var bytes = Guid.NewGuid().ToByteArray();
            var (space, digest) = (BlobSpace.Named("probe"), Sha256.Of(bytes));
            await blobs.PutAsync(space, digest, bytes, cancellation).WaitAsync(Patience, cancellation);
            await blobs.DeleteAsync(space, digest, cancellation).WaitAsync(Patience, cancellation);
            return new("blobs", Verdict.Fine, $"{blobs.Name} takes what is put, and gives it up again");
        }
        catch (BadInputException e)
        {
            return new("blobs", Verdict.Problem, string.Join("; ", e.Diagnostics.Select(problem => problem.Message)), e.Diagnostics[0].Hint);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or HttpRequestException or TimeoutException)
        {
            return new("blobs", Verdict.Problem, $"nothing can be put there: {e.Message}");
        }
    }

    private Finding Clock(DatabaseState? state)
    {
        var now = clock.GetUtcNow();
        return state?.LastChange is { } last && last > now + TimeSpan.FromMinutes(1)
            ? new("clock", Verdict.Problem, $"it says {now:u}, but the log has a change of {last:u}", "set the clock, and let it be kept (NTP)")
            : new("clock", Verdict.Fine, $"it says {now:u}");
    }

    private Finding Certificate()
    {
        if (settings[SettingCatalog.Certificate] is not { } certificate)
            return new("certificate", Verdict.Fine, "none: the server speaks HTTP, as behind a proxy");
        try
        {
            using var leaf = TlsCertificate.Load(certificate, settings[SettingCatalog.Key] ?? certificate).Leaf;
            var ends = new DateTimeOffset(leaf.NotAfter.ToUniversalTime(), TimeSpan.Zero);
            var left = ends - clock.GetUtcNow();
            var message = string.Create(CultureInfo.InvariantCulture, $"{leaf.Subject}, good until {ends:u}");
            return left <= TimeSpan.Zero
                ? new("certificate", Verdict.Problem, $"{leaf.Subject} ran out at {ends:u}", "renew it, and start the server again")
                : new("certificate", left < RenewBefore ? Verdict.Warning : Verdict.Fine, message, left < RenewBefore ? "renew it" : null);
        }
        catch (BadInputException e)
        {
            return new("certificate", Verdict.Problem, e.Diagnostics[0].Message, e.Diagnostics[0].Hint);
        }
    }

    private Finding Port()
    {
        SettingCatalog.TryReadAddress(settings[SettingCatalog.Host]!, out var address);
        var port = int.Parse(settings[SettingCatalog.Port]!, CultureInfo.InvariantCulture);
        try
        {
            using var listener = new TcpListener(address, port);
            listener.Start();
            return new("port", Verdict.Fine, $"{address} port {port} can be listened at");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return new("port", Verdict.Warning, $"a program listens at {address} port {port}", "if it is this server, all is well");
        }
        catch (SocketException e)
        {
            return new("port", Verdict.Problem, $"{address} port {port} cannot be listened at: {e.Message}", "ports below 1024 need a right: see the systemd unit");
        }
    }
}
