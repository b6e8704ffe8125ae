using Hearth.Cli.Output;

namespace Hearth.Cli.Commands.Package;

/// <summary>What was found in one package; it is good where nothing found is an error.</summary>
internal sealed record VerifiedPackage(string Package, bool IsGood, IReadOnlyList<DiagnosticDocument> Problems);
