namespace Hearth.Mirrors.Pushing;

/// <summary>Files of one kind, in a push.</summary>
/// <param name="Files">All that the state has.</param>
/// <param name="Sent">Those that the target lacked.</param>
/// <param name="Bytes">The bytes that travelled for them; in a dry run those that would, as far as they are known before they are made.</param>
public readonly record struct PushedFiles(int Files, int Sent, long Bytes);
