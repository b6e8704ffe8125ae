using System.Data.Common;
using System.Security.Cryptography;
using Hearth.Channels;
using Hearth.Channels.Access;
using Hearth.Channels.Access.Oidc;
using Hearth.Channels.Blobs;
using Hearth.Channels.Blobs.S3;
using Hearth.Channels.Browse;
using Hearth.Channels.Databases;
using Hearth.Channels.History;
using Hearth.Channels.Jobs;
using Hearth.Channels.Live;
using Hearth.Channels.Publish;
using Hearth.Channels.Search;
using Hearth.Channels.Webhooks;
using Hearth.Foundation.Hashing;
using Hearth.Mirrors.PullThrough;
using Hearth.Mirrors.Sources;
using Hearth.Mirrors.Syncing;
using Hearth.Server.Auth;
using Hearth.Server.Sources;
using Hearth.Server.Telemetry;

namespace Hearth.Server;

/// <summary>The managed channels of one installation, opened: what endpoints, pages and background work act on.</summary>
public sealed class ManagedInstance : IAsyncDisposable
{
    private static readonly TimeSpan CollectEvery = TimeSpan.FromHours(1);
    private static readonly TimeSpan ResumeEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    private const string MirrorNamePurpose = "mirror name";

    private readonly RandomNumberGenerator _random;
    private readonly HttpClient _toIssuers = IssuerDirectory.NewClient();
    private readonly IssuerDirectory _issuers;
    private readonly WebhookDelivery _delivery;

    private ManagedInstance(ChannelStore store, AccessStore access, RandomNumberGenerator random, byte[] csrfKey, byte[] signInKey, byte[] mirrorKey, InstanceOptions options)
    {
        _random = random;
        Store = store;
        Access = access;
        LiveAccess = new LiveAccess(access);
        Gate = new AccessGate(LiveAccess);
        Csrf = new CsrfTokens(csrfKey);
        _issuers = new IssuerDirectory(_toIssuers, store.Clock);
        SignIn = options.SignIn is null ? null : new SignIn(options.SignIn, access, _issuers, _toIssuers, signInKey, store.Clock, random);
        TrustedPublishing = new TrustedPublishing(access, LiveAccess, new TokenVerifier(_issuers, store.Clock));
        Live = new LiveChannels(store);
        Keeper = new ViewKeeper(store);
        Publisher = new Publisher(store);
        Artifacts = new ArtifactChanges(store);
        Patches = new PatchSets(store);
        Listing = new ArtifactListing(store);
        Uploads = new Uploads(store);
        Attestations = new Attestations(store);
        Submissions = new Submissions(store, Artifacts);
        Jobs = new JobStore(store.Database, store.Clock);
        Webhooks = new WebhookStore(access);
        _delivery = new WebhookDelivery(Webhooks, store.Clock, options.PrivateWebhooks, options.WebhooksWithin);
        Runner = new JobRunner(store, Jobs, [_delivery], JobLane.Short);
        Syncs = new JobRunner(store, Jobs, [new SyncDuty(store, options.Pulls.TokenOf)], JobLane.Long);
        SourcePolicy = options.Sources;
        Coverage = new LiveCoverage(store);
        SourceUsers = new LiveSourceUsers(store);
        Collections = new JobRunner(store, Jobs, [new SourceDuty(store, options.Sources, options.Pulls.TokenOf)], JobLane.Sources);
        Readiness = new Readiness(this);
        Metrics = new ServerMetrics(this);
        Names = new LiveNames(store, Live);
        Browser = new ChannelBrowser(store);
        History = new ChannelHistory(store);
        PastFiles = new PastFiles(store);
        // A name that says nothing, the same on every server of the installation.
        Pulled = new PulledArtifacts(store, options.Pulls with { Name = $"hearth-{Sha256.Of(mirrorKey).ToString()[..16]}" });
        Past = new PastBrowser(store, PastFiles);
    }

    public ChannelStore Store { get; }

    /// <summary>What is served from memory.</summary>
    public LiveChannels Live { get; }

    /// <summary>Makes the views.</summary>
    public ViewKeeper Keeper { get; }

    public Publisher Publisher { get; }

    public ArtifactChanges Artifacts { get; }

    public PatchSets Patches { get; }

    /// <summary>Users, teams, grants and tokens.</summary>
    public AccessStore Access { get; }

    /// <summary>Who the bearer of a token is, from memory.</summary>
    public LiveAccess LiveAccess { get; }

    /// <summary>Exchanges the tokens of trusted issuers for short-lived ones.</summary>
    public TrustedPublishing TrustedPublishing { get; }

    /// <summary>What channels list, for those who manage them.</summary>
    public ArtifactListing Listing { get; }

    /// <summary>Uploads that take more than one request.</summary>
    public Uploads Uploads { get; }

    public Attestations Attestations { get; }

    /// <summary>What goes from staging to production.</summary>
    public Submissions Submissions { get; }

    /// <summary>Who is told of changes.</summary>
    public WebhookStore Webhooks { get; }

    /// <summary>Work beside the answers.</summary>
    public JobStore Jobs { get; }

    /// <summary>Does that work.</summary>
    public JobRunner Runner { get; }

    /// <summary>Brings mirrors up to date, beside the other work.</summary>
    public JobRunner Syncs { get; }

    /// <summary>Collects sources, beside the other work.</summary>
    public JobRunner Collections { get; }

    /// <summary>Whom the archive of sources may ask, and to whom it gives what it has.</summary>
    public SourcePolicy SourcePolicy { get; }

    /// <summary>How much of each channel the archive of sources covers.</summary>
    internal LiveCoverage Coverage { get; }

    /// <summary>What was built from each source.</summary>
    internal LiveSourceUsers SourceUsers { get; }

    /// <summary>Whether it can do all of its work.</summary>
    internal Readiness Readiness { get; }

    internal ServerMetrics Metrics { get; }

    /// <summary>What search looks through.</summary>
    public LiveNames Names { get; }

    /// <summary>What pages show.</summary>
    public ChannelBrowser Browser { get; }

    /// <summary>The states of the past.</summary>
    public ChannelHistory History { get; }

    /// <summary>Their files.</summary>
    public PastFiles PastFiles { get; }

    /// <summary>Artifacts that mirrors fetch when they are asked for.</summary>
    public PulledArtifacts Pulled { get; }

    /// <summary>What pages show of them.</summary>
    public PastBrowser Past { get; }

    /// <summary>Who may do what.</summary>
    internal IGate Gate { get; }

    internal CsrfTokens Csrf { get; }

    /// <summary>Lets people sign in at an issuer; null where they do so with tokens alone.</summary>
    internal SignIn? SignIn { get; }

    /// <summary>Opens the stores.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">An address is not understood, or a newer Hearth has written the database.</exception>
    /// <exception cref="System.Data.Common.DbException">The database cannot be reached.</exception>
    public static async Task<ManagedInstance> OpenAsync(InstanceOptions options, CancellationToken cancellation)
    {
        MakePrivate(options.Data);
        var incoming = Path.Combine(options.Data, "incoming");
        Directory.CreateDirectory(incoming);
        var database = await Database.OpenAsync(options.Database ?? Path.Combine(options.Data, "hearth.db"), cancellation);
        var random = RandomNumberGenerator.Create();
        var access = await AccessStore.OpenAsync(database, options.Clock, random, cancellation);
        var store = new ChannelStore(database, OpenBlobs(options), options.Clock, incoming);
        var instance = new ManagedInstance(
            store,
            access,
            random,
            await access.KeyAsync(CsrfTokens.KeyPurpose, cancellation),
            await access.KeyAsync(PendingSignIn.KeyPurpose, cancellation),
            await access.KeyAsync(MirrorNamePurpose, cancellation),
            options);
        await instance.LiveAccess.RefreshAsync(cancellation);
        await instance.Live.RefreshAsync(cancellation);
        return instance;
    }

    /// <summary>Keeps views and memory up to date until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) => Task.WhenAll(Keeper.RunAsync(cancellation), Live.RunAsync(cancellation), LiveAccess.RunAsync(cancellation), RepeatAsync(Uploads.CollectAsync, CollectEvery, cancellation), RepeatAsync(Submissions.ResumeAsync, ResumeEvery, cancellation), Runner.RunAsync(cancellation), Syncs.RunAsync(cancellation), Collections.RunAsync(cancellation), Names.RunAsync(cancellation));

    /// <summary>Makes a data folder that nobody else on the machine reads: the database holds keys. One that is there stays as it is.</summary>
    public static void MakePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Opens the blob store of an installation alone.</summary>
    /// <exception cref="Foundation.Diagnostics.BadInputException">The address is not understood, or the environment lacks what it needs.</exception>
    public static IBlobStore OpenBlobs(InstanceOptions options) => options.Blobs is { } address && address.StartsWith(S3Settings.Scheme, StringComparison.Ordinal)
        ? new S3BlobStore(S3Settings.Read(address, options.Variables), options.Clock, Path.Combine(options.Data, "s3-uploads"))
        : new FileBlobStore(options.Blobs ?? Path.Combine(options.Data, "blobs"));

    public async ValueTask DisposeAsync()
    {
        await Keeper.ReleaseAsync();
        Live.Dispose();
        LiveAccess.Dispose();
        _issuers.Dispose();
        _toIssuers.Dispose();
        _delivery.Dispose();
        _random.Dispose();
        Metrics.Dispose();
        Readiness.Dispose();
        Names.Dispose();
        await PastFiles.DisposeAsync();
        await Pulled.DisposeAsync();
        await Store.Database.DisposeAsync();
        await Store.Blobs.DisposeAsync();
    }

    private async Task RepeatAsync(Func<CancellationToken, Task> work, TimeSpan every, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                await work(cancellation);
                await Task.Delay(every, Store.Clock, cancellation);
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is DbException or IOException or TimeoutException)
            {
                await Task.Delay(RetryAfter, Store.Clock, CancellationToken.None);
            }
        }
    }
}
