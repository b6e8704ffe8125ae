using Hearth.Server.Conformance.Http;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>A file that every client asks for, and what the server answers to a plain GET.</summary>
internal sealed record KeyFile(KeyFileKind Kind, string Path, Reply Reply);
