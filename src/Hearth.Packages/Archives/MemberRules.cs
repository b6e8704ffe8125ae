using Hearth.Foundation.Diagnostics;
using Hearth.Packages.Archives.Tar;

namespace Hearth.Packages.Archives;

/// <summary>What the members of one archive may be, each by itself and together.</summary>
internal sealed class MemberRules(string file, ArchiveLimits limits)
{
    private readonly Dictionary<string, TarEntryType> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _folded = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string> _links = new(StringComparer.Ordinal);
    private readonly List<Diagnostic> _warnings = [];
    private long _announced;
    private bool? _isInfoLayer;

    public IReadOnlyList<Diagnostic> Warnings => _warnings;

    /// <summary>From here on, members must all be metadata, or none of them may be (CEP 35).</summary>
    public void EnterLayer(bool isInfo) => _isInfoLayer = isInfo;

    /// <summary>Checks a member against the rules and those before it.</summary>
    /// <returns>The member with a normalized path, or null for the package folder itself.</returns>
    public TarEntry? Admit(TarEntry entry)
    {
        var path = ArchivePath.Normalize(entry.Path, file, limits);
        if (path.Length == 0)
            return null;
        entry = entry with { Path = path };
        if (_isInfoLayer is { } isInfo && isInfo != entry.IsInfo)
            throw PackagesDiagnostics.ForbiddenPath.Refuse(file, $"'{path}' lies in the {(isInfo ? "info" : "pkg")} tarball, where CEP 35 does not allow it");
        if (_members.Count >= limits.MaxMembers)
            throw PackagesDiagnostics.LimitExceeded.Refuse(file, $"the archive has more than {limits.MaxMembers} members");
        _announced += entry.Size;
        if (entry.Size > limits.MaxMemberSize || _announced > limits.MaxUnpackedSize)
            throw PackagesDiagnostics.LimitExceeded.Refuse(
                file, $"'{path}' has {entry.Size} bytes; {limits.MaxMemberSize} are allowed for a member and {limits.MaxUnpackedSize} for all");
        AdmitPath(entry);
        return entry.Type switch
        {
            TarEntryType.HardLink => AdmitHardLink(entry),
            TarEntryType.SymbolicLink => AdmitSymbolicLink(entry),
            _ => entry,
        };
    }

    /// <summary>With all links known, follows each to its end: none may leave the package or go round in circles.</summary>
    public void CheckLinks()
    {
        foreach (var (path, target) in _links)
        {
            var followed = 0;
            if (!Resolves(path, target, ref followed))
                throw Escapes(path, target);
        }
    }

    private void AdmitPath(TarEntry entry)
    {
        var path = entry.Path;
        var isKnownFolder = _folders.Contains(path);
        if (_members.TryGetValue(path, out var earlier))
        {
            // Some tarballs list a folder more than once, which harms no one.
            if (entry.Type == TarEntryType.Folder && earlier == TarEntryType.Folder)
                return;
            throw PackagesDiagnostics.DuplicateMember.Refuse(file, $"two members are called '{path}'");
        }
        if (isKnownFolder && entry.Type != TarEntryType.Folder)
            throw PackagesDiagnostics.DuplicateMember.Refuse(file, $"'{path}' is a folder with members and another member as well");
        _members.Add(path, entry.Type);
        WarnOfCase(path);
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            var folder = path[..slash];
            if (!_folders.Add(folder))
                break;
            if (_members.TryGetValue(folder, out var type) && type != TarEntryType.Folder)
                throw PackagesDiagnostics.EscapingLink.Refuse(file, $"'{path}' would be written through '{folder}', which is no folder");
        }
    }

    private void WarnOfCase(string path)
    {
        if (!_folded.TryAdd(path, path))
            _warnings.Add(PackagesDiagnostics.CaseCollision.In(file, $"'{_folded[path]}' and '{path}' differ in case only"));
    }

    private TarEntry AdmitHardLink(TarEntry entry)
    {
        var target = ArchivePath.Normalize(entry.LinkTarget!, file, limits);
        if (!_members.TryGetValue(target, out var type) || type is not (TarEntryType.File or TarEntryType.HardLink) || target == entry.Path)
            throw PackagesDiagnostics.EscapingLink.Refuse(file, $"'{entry.Path}' is a hard link to '{entry.LinkTarget}', which is no file before it");
        return entry with { LinkTarget = target };
    }

    private TarEntry AdmitSymbolicLink(TarEntry entry)
    {
        var target = entry.LinkTarget!;
        if (target.Length == 0)
        {
            _warnings.Add(PackagesDiagnostics.EmptyLink.In(file, $"'{entry.Path}' is a symbolic link to nothing"));
            return entry;
        }
        if (target.Contains('\0', StringComparison.Ordinal) || target.StartsWith('/') || target.StartsWith('\\')
            || (target.Length > 1 && target[1] == ':' && char.IsAsciiLetter(target[0])))
        {
            throw Escapes(entry.Path, target);
        }
        if (target.Length > limits.MaxPathLength)
            throw PackagesDiagnostics.LimitExceeded.Refuse(file, $"the target of '{entry.Path}' is longer than {limits.MaxPathLength} characters");
        _links.Add(entry.Path, target);
        return entry;
    }

    // Walks as the operating system would: links on the way are replaced by their targets, '..' leaves the folder reached by then.
    private bool Resolves(string path, string target, ref int followed)
    {
        const int MostLinksFollowed = 40;
        var at = new List<string>(path.Split('/')[..^1]);
        var pending = new Stack<string>(target.Split('/', '\\').Reverse());
        while (pending.TryPop(out var part))
        {
            if (part is "" or ".")
                continue;
            if (part == "..")
            {
                if (at.Count == 0)
                    return false;
                at.RemoveAt(at.Count - 1);
                continue;
            }
            at.Add(part);
            if (!_links.TryGetValue(string.Join('/', at), out var next))
                continue;
            if (++followed > MostLinksFollowed)
                return false;
            at.RemoveAt(at.Count - 1);
            foreach (var step in next.Split('/', '\\').Reverse())
                pending.Push(step);
        }
        return true;
    }

    private BadInputException Escapes(string path, string target) => PackagesDiagnostics.EscapingLink.Refuse(
        file, $"'{path}' is a symbolic link to '{ArchivePath.Printable(target)}', which leaves the package or leads nowhere");
}
