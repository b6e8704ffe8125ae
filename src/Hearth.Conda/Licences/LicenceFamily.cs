namespace Hearth.Conda.Licences;

/// <summary>The families that conda knows; <c>license_family</c> of a record is one of them. The spelling there: <see cref="LicenceFamilies.Spelling"/>.</summary>
public enum LicenceFamily
{
    Other,
    Agpl,
    Lgpl,
    Gpl3,
    Gpl2,
    Gpl,
    Bsd,
    Mit,
    Apache,
    Psf,
    Cc,
    Mozilla,
    PublicDomain,
    Proprietary,
}
