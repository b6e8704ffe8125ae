namespace Hearth.Cli.Settings;

/// <summary>What holds for a setting, and why.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">Its value; null where there is none.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Place">The option, variable or file; null for a default.</param>
internal sealed record SettingValue(Setting Setting, string? Value, SettingOrigin Origin, string? Place)
{
    /// <summary>The value for people to see: a password in an address is not.</summary>
    public string? Shown => Value is not null && Uri.TryCreate(Value, UriKind.Absolute, out var address) && address.UserInfo.Contains(':', StringComparison.Ordinal)
        ? Value.Replace(address.UserInfo, address.UserInfo[..address.UserInfo.IndexOf(':', StringComparison.Ordinal)] + ":***", StringComparison.Ordinal)
        : Value;
}
