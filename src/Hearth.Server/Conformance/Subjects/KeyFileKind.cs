namespace Hearth.Server.Conformance.Subjects;

internal enum KeyFileKind
{
    Repodata,
    CompressedRepodata,
    ShardIndex,
    Shard,
    Artifact,
}
