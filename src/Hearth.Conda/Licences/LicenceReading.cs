namespace Hearth.Conda.Licences;

/// <summary>What a text about a licence means.</summary>
/// <param name="Expression">The SPDX expression.</param>
/// <param name="IsExact">Whether the text was an expression of listed ids; if not, it said the same in other words.</param>
public sealed record LicenceReading(LicenceExpression Expression, bool IsExact);
