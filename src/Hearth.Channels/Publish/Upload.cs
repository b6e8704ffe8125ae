namespace Hearth.Channels.Publish;

/// <summary>An upload that takes more than one request.</summary>
/// <param name="Id">Random, and so hard to guess.</param>
/// <param name="Channel">The number of the channel that it is for.</param>
/// <param name="Dialect">Whose requests it consists of; no other dialect may go on with it.</param>
/// <param name="Actor">Who began it.</param>
/// <param name="File">The artifact's file name.</param>
/// <param name="Terms">What was said at the beginning.</param>
/// <param name="Secret">Signs addresses that need no other credential; known to nobody but the servers.</param>
public sealed record Upload(string Id, long Channel, string Dialect, string Actor, string File, UploadTerms Terms, ReadOnlyMemory<byte> Secret);
