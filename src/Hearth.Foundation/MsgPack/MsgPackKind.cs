namespace Hearth.Foundation.MsgPack;

/// <summary>What the next value of a MessagePack document is.</summary>
public enum MsgPackKind
{
    Nil,
    Boolean,
    Integer,
    Float,
    Text,
    Binary,
    Array,
    Map,
    Extension,
}
