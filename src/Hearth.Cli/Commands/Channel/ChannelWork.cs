using System.CommandLine;
using Hearth.Channels.Log;
using Hearth.Cli.Output;
using Hearth.Server;

namespace Hearth.Cli.Commands.Channel;

/// <summary>What a command about a channel works with.</summary>
/// <param name="Parsed">The command line.</param>
/// <param name="Output">Where it writes.</param>
/// <param name="Instance">The installation, opened.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Cancellation">Ctrl-C.</param>
internal sealed record ChannelWork(ParseResult Parsed, CommandOutput Output, ManagedInstance Instance, ManagedChannel Channel, CancellationToken Cancellation);
