using Hearth.Conda.Repodata;

namespace Hearth.Channels.Views;

/// <summary>
/// The records of one subdir at one revision: all that the views of a subdir are computed from. A folder's index cache is
/// one; so will be a managed channel's log.
/// </summary>
public interface ISubdirRecords
{
    delegate void Visitor(ListedRecord record);

    string Subdir { get; }

    /// <summary>The files that were once listed and are not any more, sorted.</summary>
    IReadOnlyList<string> Removed { get; }

    /// <summary>Those of <see cref="Removed"/> that are gone whatever the patches say, sorted.</summary>
    IReadOnlyList<string> Gone => Removed;

    /// <summary>Visits the records of one group, sorted by file name.</summary>
    void VisitGroup(RecordGroup group, Visitor visit);

    /// <summary>Visits the records of one name, given in lower case, in document order: by group, then by file name.</summary>
    void VisitName(string name, Visitor visit);

    /// <summary>Visits those of the records of one name that are of some files, in the same order.</summary>
    void VisitFiles(string name, IReadOnlySet<string> files, Visitor visit) => VisitName(name, record =>
    {
        if (files.Contains(record.File))
            visit(record);
    });
}
