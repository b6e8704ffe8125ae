namespace Hearth.Mirrors.Oci;

/// <summary>A request to a registry that may do better another time.</summary>
internal sealed class RegistryTroubleException(string message, TimeSpan? pause = null, bool isRefusal = false) : Exception(message)
{
    /// <summary>How long the registry asks to wait.</summary>
    public TimeSpan? Pause => pause;

    /// <summary>Whether the registry understood and said no, rather than not answering.</summary>
    public bool IsRefusal => isRefusal;
}
