namespace Hearth.Conda.Versions;

/// <summary>How a version clause compares (CEP 29 §Version matching).</summary>
public enum VersionOperator
{
    /// <summary><c>==1.2</c>, or <c>1.2</c> alone: equal as CEP 33 has it, so 1.2.0 too.</summary>
    Equal,

    /// <summary><c>!=1.2</c>.</summary>
    NotEqual,

    /// <summary><c>&lt;1.2</c>.</summary>
    Less,

    /// <summary><c>&lt;=1.2</c>.</summary>
    LessOrEqual,

    /// <summary><c>&gt;1.2</c>.</summary>
    Greater,

    /// <summary><c>&gt;=1.2</c>.</summary>
    GreaterOrEqual,

    /// <summary><c>=1.2</c>, <c>1.2.*</c>, <c>1.2*</c>: within 1.2.</summary>
    StartsWith,

    /// <summary><c>!=1.2.*</c>.</summary>
    NotStartsWith,

    /// <summary><c>~=1.2.3</c>: not smaller, and within 1.2.</summary>
    Compatible,
}
