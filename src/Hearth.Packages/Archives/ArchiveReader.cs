using Hearth.Conda.Names;
using Hearth.Foundation.Diagnostics;
using Hearth.Foundation.Streams;
using Hearth.Packages.Archives.Tar;
using Hearth.Packages.Archives.Zip;

namespace Hearth.Packages.Archives;

/// <summary>
/// Reads the members of a package one after the other, metadata first where the format allows it, and is itself the stream of the present
/// member's content. Everything that a hostile archive may try is refused before the member is handed out, except links that
/// leave the package through later links: those are refused at the end, so nothing may be followed before <see cref="MoveNext"/>
/// has returned false.
/// </summary>
public sealed class ArchiveReader : ReadOnlyStream
{
    private readonly IByteRangeSource _source;
    private readonly ArchiveLimits _limits;
    private readonly Queue<Func<TarReader>> _tarballs;
    private readonly MemberRules _rules;
    private readonly TimeProvider _time;
    private readonly long _started;
    private TarReader? _tarball;
    private long _unpacked;

    /// <param name="source">The archive; not closed here.</param>
    /// <param name="format">How to read it.</param>
    /// <param name="limits">What it may cost at most.</param>
    /// <param name="time">The clock for <see cref="ArchiveLimits.MaxDuration"/>.</param>
    /// <exception cref="BadInputException">It is no package, or its container breaks the rules.</exception>
    public ArchiveReader(IByteRangeSource source, ArchiveFormat format, ArchiveLimits? limits = null, TimeProvider? time = null)
    {
        _source = source;
        _limits = limits ?? ArchiveLimits.Default;
        _rules = new MemberRules(source.Name, _limits);
        _time = time ?? TimeProvider.System;
        _started = _time.GetTimestamp();
        _tarballs = Guarded(() => new Queue<Func<TarReader>>(format == ArchiveFormat.TarBz2
            ? [() => ArchiveLayers.Open(source, _limits)]
            : ArchiveLayers.TarballsOf(source).Select<ZipMember, Func<TarReader>>(member => () => OpenLayer(member))));
    }

    /// <summary>The present member, its path normalized and confined.</summary>
    public TarEntry Entry { get; private set; } = null!;

    /// <summary>What is odd but not refused, so far.</summary>
    public IReadOnlyList<Diagnostic> Warnings => _rules.Warnings;

    /// <summary>Goes to the next member; false when the archive has been read to its very end and all of it was in order.</summary>
    /// <exception cref="BadInputException">The archive is damaged or hostile.</exception>
    public bool MoveNext() => Guarded(() =>
    {
        while (true)
        {
            if (_tarball is null)
            {
                if (!_tarballs.TryDequeue(out var open))
                {
                    _rules.CheckLinks();
                    return false;
                }
                _tarball = open();
            }
            while (_tarball.MoveNext())
            {
                CheckTime();
                if (_rules.Admit(_tarball.Entry) is not { } entry)
                    continue;
                Entry = entry;
                return true;
            }
            _tarball.Dispose();
            _tarball = null;
        }
    });

    /// <summary>Reads the content of the present member.</summary>
    public override int Read(Span<byte> buffer)
    {
        try
        {
            var read = _tarball?.Read(buffer) ?? 0;
            _unpacked += read;
            CheckSize();
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _tarball?.Dispose();
        base.Dispose(disposing);
    }

    private TarReader OpenLayer(ZipMember member)
    {
        _rules.EnterLayer(isInfo: member.Name.StartsWith(ArchiveLayers.InfoPrefix, StringComparison.Ordinal));
        return ArchiveLayers.Open(_source, member, _limits);
    }

    private void CheckSize()
    {
        if (_unpacked > _limits.MaxUnpackedSize)
            throw PackagesDiagnostics.LimitExceeded.Refuse(_source.Name, $"the archive unpacks to more than {_limits.MaxUnpackedSize} bytes");
        if (_unpacked > _limits.RatioFreeSize && _unpacked / _limits.MaxRatio > _source.Length)
            throw PackagesDiagnostics.LimitExceeded.Refuse(_source.Name, $"the archive unpacks to more than {_limits.MaxRatio} times its size");
        CheckTime();
    }

    private void CheckTime()
    {
        if (_time.GetElapsedTime(_started) > _limits.MaxDuration)
            throw PackagesDiagnostics.LimitExceeded.Refuse(_source.Name, $"reading the archive takes longer than {_limits.MaxDuration}");
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw Damaged(e);
        }
    }

    private BadInputException Damaged(Exception e) => new(PackagesDiagnostics.Damaged.In(_source.Name, e.Message), e);
}
