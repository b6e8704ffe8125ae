using System.Text.Json;
using Hearth.Foundation.Diagnostics;

namespace Hearth.Server.Conformance.Subjects;

/// <summary>Something that cases look at, or the reason why it cannot be looked at.</summary>
/// <param name="Value">What is known; null if there is nothing.</param>
/// <param name="Reason">Why there is nothing.</param>
/// <param name="IsBroken">Whether the server has it and it cannot be read, which one case reports and all others skip.</param>
internal readonly record struct Fact<T>(T? Value, string? Reason, bool IsBroken = false)
    where T : class
{
    public static implicit operator Fact<T>(T value) => new(value, null);

    public static Fact<T> Absent(string reason) => new(null, reason);

    public static Fact<T> Broken(string reason) => new(null, reason, IsBroken: true);

    /// <summary>Finds something out, once for all cases; whatever is wrong with what the server sends makes it broken.</summary>
    public static Lazy<Task<Fact<T>>> Once(Func<Task<Fact<T>>> find) => new(async () =>
    {
        try
        {
            return await find();
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException or JsonException or BadInputException)
        {
            return Broken(e.Message);
        }
    });
}
