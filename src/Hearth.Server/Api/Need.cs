namespace Hearth.Server.Api;

/// <summary>What a requester must be allowed for an endpoint to act. Checked before the endpoint runs, for every endpoint alike.</summary>
public enum Need
{
    /// <summary>Nothing: the endpoint tells nobody anything that is not public, or checks by itself.</summary>
    Nothing,

    /// <summary>To be signed in, as anyone.</summary>
    SignedIn,

    /// <summary>To read the channel that the path names.</summary>
    Read,

    /// <summary>To publish to the channel that the path names; which names is checked for each artifact.</summary>
    Publish,

    /// <summary>To remove, restore, label and patch in the channel that the path names.</summary>
    Maintain,

    /// <summary>To change the settings of the channel that the path names, and who may do what there.</summary>
    Own,

    /// <summary>To administer the instance.</summary>
    Administer,
}
