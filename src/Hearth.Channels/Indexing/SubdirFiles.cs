using System.Globalization;
using Hearth.Channels.Views;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Compression;
using Hearth.Foundation.Files;
using Hearth.Packages.Compression;

namespace Hearth.Channels.Indexing;

/// <summary>
/// Writes the documents of a subdir that show all of it: repodata.json with its compressed twins, the unpatched one, the
/// current one, run_exports.json. All are made before the first is moved into place, so that they change together.
/// </summary>
internal sealed class SubdirFiles(IndexOptions options, CachedSubdir subdir, IndexRun run)
{
    private const string Repodata = WrittenRepodata.FileName;

    private readonly string _folder = Path.Combine(options.Output, subdir.Subdir);

    /// <summary>Writes what is out of date.</summary>
    public void Write(RepodataInfo info, CancellationToken cancellation)
    {
        var written = new WrittenRepodata(_folder, subdir.Written());
        var stamp = Stamp(info);
        if (written.Shows(stamp))
            return;
        run.Report(IndexPhase.Documents, subdir.Subdir);
        Directory.CreateDirectory(_folder);
        var staged = new List<StagedFile>();
        try
        {
            Stage(info, staged, cancellation);
            foreach (var file in staged)
                run.Commit(file);
        }
        finally
        {
            staged.ForEach(file => file.Dispose());
        }
        if (!options.Bzip2)
            run.Delete(Path.Combine(_folder, Repodata + ".bz2"));
        if (!options.Jlap)
            run.Delete(Path.Combine(_folder, JlapView.FileName));
        written.Remember(stamp);
    }

    // In the order in which they must appear: what clients ask for first comes last.
    private void Stage(RepodataInfo info, List<StagedFile> staged, CancellationToken cancellation)
    {
        var repodata = New(Repodata).Write(output => RepodataView.Write(subdir, info, output));
        // The compressed twins are made on other threads while this one goes on with the database.
        var zstd = Task.Run(() => Compress(repodata, ".zst"), cancellation);
        var bzip2 = options.Bzip2 ? Task.Run(() => Compress(repodata, ".bz2"), cancellation) : null;
        try
        {
            staged.Add(New("repodata_from_packages.json").Write(output => WriteUnpatched(repodata, info, output)));
            var current = New("current_repodata.json").Write(output => CurrentRepodataView.Write(subdir, subdir.Summaries().Newest(), options.CurrentPins, info, output));
            staged.Add(current);
            staged.Add(Compress(current, ".zst"));
            var runExports = New("run_exports.json").Write(output => RunExportsView.Write(subdir, output));
            staged.Add(runExports);
            staged.Add(Compress(runExports, ".zst"));
            if (options.Jlap)
                staged.Add(New(JlapView.FileName).Write(output => output.Write(MakeJlap(repodata))));
        }
        finally
        {
            Task.WhenAll(zstd, bzip2 ?? Task.CompletedTask).ContinueWith(static _ => { }, TaskScheduler.Default).Wait(CancellationToken.None);
            if (zstd.IsCompletedSuccessfully)
                staged.Add(zstd.Result);
            if (bzip2 is { IsCompletedSuccessfully: true })
                staged.Add(bzip2.Result);
            staged.Add(repodata);
        }
        zstd.GetAwaiter().GetResult();
        bzip2?.GetAwaiter().GetResult();
        cancellation.ThrowIfCancellationRequested();
    }

    private byte[] MakeJlap(StagedFile repodata)
    {
        using var previous = OpenIfThere(JlapView.FileName);
        return JlapView.Make(previous, () => OpenIfThere(Repodata), repodata.OpenRead);
    }

    private FileStream? OpenIfThere(string name) => File.Exists(Path.Combine(_folder, name)) ? File.OpenRead(Path.Combine(_folder, name)) : null;

    // Without patches both documents are one.
    private void WriteUnpatched(StagedFile repodata, RepodataInfo info, Stream output)
    {
        if (!subdir.IsUnpatched)
        {
            RepodataView.WriteUnpatched(subdir, info, output);
            return;
        }
        using var same = repodata.OpenRead();
        same.CopyTo(output, 1 << 20);
    }

    private StagedFile Compress(StagedFile file, string extension) => New(Path.GetFileName(file.Path) + extension).Write(output =>
    {
        using var input = file.OpenRead();
        using var compressed = extension == ".zst"
            ? Zstd.OpenWrite(output, options.MonolithLevel, file.Length, threads: file.Length > ParallelFrom ? options.Threads : 0, leaveOpen: true)
            : Bzip2.OpenWrite(output, leaveOpen: true);
        input.CopyTo(compressed, 1 << 17);
    });

    // Starting threads costs more than compressing a small file.
    private const long ParallelFrom = 8 << 20;

    private StagedFile New(string name) => new(Path.Combine(_folder, name));

    private string Pins() => string.Join(
        ' ', options.CurrentPins.OrderBy(pin => pin.Key, StringComparer.Ordinal).Select(pin => $"{pin.Key}={string.Join(',', pin.Value)}"));

    private string Stamp(RepodataInfo info) => string.Create(
        CultureInfo.InvariantCulture,
        $"{subdir.Revision} {options.MonolithLevel} {(options.Bzip2 ? "bz2" : "")}{(options.Jlap ? "jlap" : "")} {Pins()} {System.Text.Encoding.UTF8.GetString(info.ToJson())}");
}
