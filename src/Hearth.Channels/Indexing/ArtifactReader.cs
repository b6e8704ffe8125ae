using System.Text;
using Hearth.Channels.Views;
using Hearth.Conda.Names;
using Hearth.Conda.Records;
using Hearth.Conda.Repodata;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Json;
using Hearth.Packages.Metadata;

namespace Hearth.Channels.Indexing;

/// <summary>Reads package files into records (wire-formats §2, docs/specs/records.md).</summary>
internal static class ArtifactReader
{
    // What builders write into index.json about their machine; conda-index and every channel drop it.
    internal static readonly byte[][] BuildMachineNoise =
    [
        .. ((string[])["arch", "binstar", "has_prefix", "machine", "mtime", "operatingsystem", "platform", "requires_features", "target-triplet", "ucs"]).Select(Encoding.UTF8.GetBytes),
    ];

    private static readonly string[] AboutTexts =
    [
        "description", "dev_url", "doc_source_url", "doc_url", "home", "icon_hash", "icon_url", "identifiers", "keywords", "license",
        "recipe_origin", "source_git_url", "source_url", "summary", "tags",
    ];

    /// <summary>Reads one package file. Thread-safe.</summary>
    /// <param name="folder">The subdir's folder.</param>
    /// <param name="subdir">The subdir's name.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellation">Ends the reading of large files.</param>
    /// <exception cref="BadInputException">The file cannot be listed.</exception>
    public static IndexedArtifact Read(string folder, string subdir, FolderFile file, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, file.Name);
        return Read(path, subdir, file, ArtifactScan.Of(path, cancellation: cancellation));
    }

    /// <summary>Makes a record of a package file that was scanned already.</summary>
    /// <param name="path">What the file is called in messages.</param>
    /// <param name="subdir">The subdir's name.</param>
    /// <param name="file">The file.</param>
    /// <param name="scan">What was found in it.</param>
    /// <exception cref="BadInputException">The file cannot be listed.</exception>
    public static IndexedArtifact Read(string path, string subdir, FolderFile file, ArtifactScan scan)
    {
        var builder = new JsonObjectBuilder().SetAll(CanonicalJson.RewriteFile(scan.Info.Index.Span, $"{path}: info/index.json"));
        Complete(builder, subdir, scan);
        var record = PackageRecord.From(builder);
        Check(record, file.Name, path);
        var needsRevision3 = record.NeedsRevision3;
        if (needsRevision3)
            record = Revision3Specs.Respell(record);
        var group = RecordGroups.Of(file.Name, needsRevision3);
        return new IndexedArtifact(file, group, record, RunExportsOf(scan.Info, path), AboutOf(scan.Info, record, path));
    }

    private static void Complete(JsonObjectBuilder builder, string subdir, ArtifactScan scan)
    {
        foreach (var noise in BuildMachineNoise)
            builder.Remove(noise);
        // A run_exports here would be mistaken for the channel's (CEP 21); the artifact's own are in run_exports.json.
        builder.Remove(RecordField.RunExports);
        // A null list breaks clients, and so does a record without depends.
        if (builder.Raw(RecordField.Depends) is { IsEmpty: true } or { Span: [(byte)'n', ..] })
            builder.SetRaw(RecordField.Depends, "[]"u8.ToArray());
        if (builder.Raw(RecordField.Constrains) is { Span: [(byte)'n', ..] })
            builder.Remove(RecordField.Constrains);
        // 'true' is how noarch: generic was written until 2017.
        if (builder.Raw(RecordField.Noarch).Span.SequenceEqual("true"u8))
            builder.Set(RecordField.Noarch, "generic");
        else if (builder.Raw(RecordField.Noarch) is { Span: not [(byte)'"', ..] })
            builder.Remove(RecordField.Noarch);
        builder.Set(RecordField.Subdir, subdir);
        builder.Set(RecordField.Size, scan.Digests.Size);
        builder.Set(RecordField.Md5, scan.Digests.Md5.ToString());
        builder.Set(RecordField.Sha256, scan.Digests.Sha256.ToString());
    }

    private static void Check(PackageRecord record, string fileName, string path)
    {
        var problems = new List<Diagnostic>();
        void Refuse(string message, string? hint = null) => problems.Add(IndexDiagnostics.UnreadablePackage.In(path, message, hint));
        if (!ArtifactFileName.TryParseLenient(fileName, out var parsed))
        {
            Refuse("the file name is not NAME-VERSION-BUILD with the extension of a package (CEP 26)");
        }
        else
        {
            Compare("name", parsed.NameText, record.Name);
            Compare("version", parsed.VersionText, record.Version);
            Compare("build", parsed.BuildText, record.Build);
        }
        if (record.Integer(RecordField.BuildNumber) is null or < 0)
            Refuse("index.json has no build_number, or one that is not a whole number from 0 up (CEP 34)");
        if (problems.Count > 0)
            throw new BadInputException(problems);

        void Compare(string what, ReadOnlySpan<char> inFileName, string inIndex)
        {
            if (!inFileName.SequenceEqual(inIndex))
                problems.Add(IndexDiagnostics.UnreadablePackage.In(path, $"the file name says {what} '{inFileName}', index.json says '{inIndex}'") with
                {
                    Expected = inIndex,
                    Actual = inFileName.ToString(),
                });
        }
    }

    // A bare list or a single string means weak exports (wire-formats §6).
    private static byte[] RunExportsOf(PackageInfo info, string path)
    {
        if (info.RunExports is not { } raw)
            return "{}"u8.ToArray();
        var json = CanonicalJson.RewriteFile(raw.Span, $"{path}: info/run_exports.json");
        return json switch
        {
            [(byte)'{', ..] => json,
            [(byte)'[', ..] => [.. "{\"weak\":"u8, .. json, (byte)'}'],
            [(byte)'"', ..] => [.. "{\"weak\":["u8, .. json, .. "]}"u8],
            _ => "{}"u8.ToArray(),
        };
    }

    private static byte[] AboutOf(PackageInfo info, PackageRecord record, string path)
    {
        var about = new JsonObjectBuilder();
        if (info.About is { } raw && CanonicalJson.RewriteFile(raw.Span, $"{path}: info/about.json") is [(byte)'{', ..] json)
        {
            var all = PackageRecord.FromCanonical(json);
            foreach (var text in AboutTexts)
            {
                if (all.Raw(Encoding.UTF8.GetBytes(text)) is { IsEmpty: false } value && !value.SequenceEqual("null"u8))
                    about.SetRaw(Encoding.UTF8.GetBytes(text), value.ToArray());
            }
        }
        if (record.License is { } license)
            about.Set(RecordField.License, license);
        var traits = info.Traits(record.Name);
        foreach (var (flag, trait) in Flags)
        {
            if (traits.HasFlag(trait))
                about.Set(Encoding.UTF8.GetBytes(flag), true);
        }
        return about.Build();
    }

    /// <summary>The flags of channeldata.json (see <see cref="ChannelDataOfName.Flags"/>).</summary>
    private static readonly (string Flag, PackageTraits Trait)[] Flags =
    [
        ("activate.d", PackageTraits.ActivateScripts),
        ("binary_prefix", PackageTraits.BinaryPrefix),
        ("deactivate.d", PackageTraits.DeactivateScripts),
        ("post_link", PackageTraits.PostLinkScript),
        ("pre_link", PackageTraits.PreLinkScript),
        ("pre_unlink", PackageTraits.PreUnlinkScript),
        ("text_prefix", PackageTraits.TextPrefix),
    ];
}
