namespace Hearth.Recipes.Generation.Cran;

/// <summary>Where a recipe asks for what the system must provide.</summary>
public enum SystemRulePlace
{
    /// <summary>To build against, and to run.</summary>
    Host,

    /// <summary>A program for the machine that builds.</summary>
    Build,

    /// <summary>To run only.</summary>
    Run,
}
