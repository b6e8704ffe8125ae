namespace Hearth.Server.Folders;

/// <summary>What is at a path. Pipes, sockets and devices are <see cref="Other"/> and never opened.</summary>
internal enum FileKind
{
    Other,
    File,
    Folder,
}
