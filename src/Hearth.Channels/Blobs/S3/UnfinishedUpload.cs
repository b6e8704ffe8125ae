using System.Globalization;
using System.Text;
using Hearth.Foundation.Hashing;

namespace Hearth.Channels.Blobs.S3;

/// <summary>
/// What has been sent of an object that goes in parts, in a file of its own: bucket, key and the store's name for the upload, then a line for each part
/// that the store has. Whoever sends the same bytes next goes on from there, in this process or a later one. While it is open nobody else has it.
/// </summary>
internal sealed class UnfinishedUpload : IDisposable
{
    private const string Extension = ".upload";

    private readonly FileStream _file;
    private readonly Dictionary<int, string> _tags = [];

    private UnfinishedUpload(FileStream file) => _file = file;

    /// <summary>The key in its bucket; null where nothing has been sent.</summary>
    public string? Key { get; private set; }

    /// <summary>The store's name for the upload; null where nothing has been sent.</summary>
    public string? Upload { get; private set; }

    /// <summary>The tags of the parts that the store has, by their number.</summary>
    public IReadOnlyDictionary<int, string> Tags => _tags;

    /// <summary>Opens what there is of an object, or makes it.</summary>
    /// <param name="folder">Where such files are.</param>
    /// <param name="bucket">The bucket.</param>
    /// <param name="key">The object.</param>
    /// <param name="digest">The SHA-256 of its bytes.</param>
    /// <param name="partSize">How many bytes a part has.</param>
    /// <returns>Null if somebody else is sending it.</returns>
    public static UnfinishedUpload? Open(string folder, string bucket, string key, Sha256 digest, int partSize)
    {
        Directory.CreateDirectory(folder);
        var what = Sha256.Of(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bucket}\n{key}\n{digest}\n{partSize}")));
        return Open(Path.Combine(folder, what + Extension), FileMode.OpenOrCreate, bucket);
    }

    /// <summary>Those of a bucket that nobody has touched since an instant, and nobody is at.</summary>
    public static IEnumerable<UnfinishedUpload> Abandoned(string folder, string bucket, DateTimeOffset since)
    {
        if (!Directory.Exists(folder))
            yield break;
        foreach (var file in new DirectoryInfo(folder).GetFiles("*" + Extension).Where(file => file.LastWriteTimeUtc < since.UtcDateTime))
        {
            if (Open(file.FullName, FileMode.Open, bucket) is { } upload)
                yield return upload;
        }
    }

    /// <summary>Begins, or begins anew.</summary>
    public void Begin(string bucket, string key, string upload)
    {
        _tags.Clear();
        (Key, Upload) = (key, upload);
        _file.SetLength(0);
        Write($"{bucket}\n{key}\n{upload}\n");
    }

    /// <summary>Notes that the store has a part.</summary>
    public void Add(int part, string tag)
    {
        lock (_tags)
        {
            _tags[part] = tag;
            Write(string.Create(CultureInfo.InvariantCulture, $"{part} {tag}\n"));
        }
    }

    /// <summary>Notes that there is nothing to go on with.</summary>
    public void End()
    {
        _file.Dispose();
        File.Delete(_file.Name);
    }

    public void Dispose() => _file.Dispose();

    private static UnfinishedUpload? Open(string path, FileMode mode, string bucket)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
        var upload = new UnfinishedUpload(file);
        if (upload.Read(bucket))
            return upload;
        upload.Dispose();
        return null;
    }

    // A crash may have torn the last line, which is then as if it had not been written.
    private bool Read(string bucket)
    {
        using var reader = new StreamReader(_file, leaveOpen: true);
        var lines = reader.ReadToEnd().Split('\n')[..^1];
        _file.Seek(0, SeekOrigin.End);
        if (lines.Length < 3)
            return true;
        (Key, Upload) = (lines[1], lines[2]);
        foreach (var line in lines.Skip(3))
        {
            var blank = line.IndexOf(' ');
            if (blank > 0 && int.TryParse(line.AsSpan(0, blank), NumberStyles.None, CultureInfo.InvariantCulture, out var part))
                _tags[part] = line[(blank + 1)..];
        }
        return lines[0] == bucket;
    }

    private void Write(string lines)
    {
        _file.Seek(0, SeekOrigin.End);
        _file.Write(Encoding.UTF8.GetBytes(lines));
        _file.Flush(flushToDisk: true);
    }
}
