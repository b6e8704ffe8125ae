namespace Hearth.Server.Folders;

/// <summary>A file ready to be sent, and the files whose states decide how long it stays right.</summary>
internal sealed record OpenedFile(Representation Representation, IReadOnlyList<FileSource> Sources);
