namespace Hearth.Recipes.Jinja;

/// <summary>Counts what evaluations take; several may share one meter, and then share its limits. Not thread-safe.</summary>
public sealed class JinjaMeter(JinjaLimits limits)
{
    private int _steps;
    private int _depth;
    private long _size;

    internal void Enter()
    {
        if (++_steps > limits.Steps)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"more than {limits.Steps} steps");
        if (++_depth > limits.Depth)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"nested more than {limits.Depth} deep");
    }

    internal void Leave() => _depth--;

    /// <summary>The depth now, to come back to after an error.</summary>
    internal int Depth
    {
        get => _depth;
        set => _depth = value;
    }

    /// <summary>Accounts for characters or elements about to be made.</summary>
    /// <exception cref="JinjaException">The limit is reached.</exception>
    public void Spend(long size)
    {
        _size += Math.Max(0, size);
        if (_size > limits.Size)
            throw new JinjaException(JinjaDiagnostics.TooMuch, $"makes more than {limits.Size} characters and elements");
    }
}
