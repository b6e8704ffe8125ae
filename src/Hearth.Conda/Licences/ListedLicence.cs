namespace Hearth.Conda.Licences;

/// <summary>One entry of the SPDX License List.</summary>
/// <param name="Id">The id in SPDX's own case.</param>
/// <param name="Name">The full name; null where it is not known.</param>
/// <param name="IsDeprecated">Whether SPDX keeps it for old documents only.</param>
/// <param name="IsOsiApproved">Whether the Open Source Initiative approved it.</param>
public sealed record ListedLicence(string Id, string? Name, bool IsDeprecated, bool IsOsiApproved);
