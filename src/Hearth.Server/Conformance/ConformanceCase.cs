using Hearth.Server.Conformance.Subjects;

namespace Hearth.Server.Conformance;

/// <summary>One rule of a channel server, with the way to find out from outside whether it holds.</summary>
public sealed record ConformanceCase
{
    private ConformanceCase(string id, string title, string source, CaseScope scope, Func<SubdirUnderTest, Findings, Task> check) =>
        (Id, Title, Source, Scope, Check) = (id, title, source, scope, check);

    /// <summary>Its name for ever: topic, period, rule.</summary>
    public string Id { get; }

    /// <summary>The rule, a sentence that is true of a good server.</summary>
    public string Title { get; }

    /// <summary>Where the rule comes from: a CEP or RFC with its section, and the rule of docs/specs.</summary>
    public string Source { get; }

    public CaseScope Scope { get; }

    /// <summary>Cases of <see cref="CaseScope.Channel"/> get any one subdir.</summary>
    internal Func<SubdirUnderTest, Findings, Task> Check { get; }

    internal static ConformanceCase OfChannel(string id, string title, string source, Func<ChannelUnderTest, Findings, Task> check) =>
        new(id, title, source, CaseScope.Channel, (subdir, findings) => check(subdir.Channel, findings));

    internal static ConformanceCase OfSubdir(string id, string title, string source, Func<SubdirUnderTest, Findings, Task> check) =>
        new(id, title, source, CaseScope.Subdir, check);

    /// <summary>A case about something that a subdir may not have: then it is skipped, and the fact says why.</summary>
    internal static ConformanceCase On<T>(
        Func<SubdirUnderTest, Task<Fact<T>>> fact, string id, string title, string source, Func<SubdirUnderTest, T, Findings, Task> check)
        where T : class =>
        OfSubdir(id, title, source, async (subdir, findings) =>
        {
            var known = await fact(subdir);
            if (known.Value is { } value)
                await check(subdir, value, findings);
            else
                findings.Skip(known.Reason!);
        });

    /// <inheritdoc cref="On{T}(Func{SubdirUnderTest, Task{Fact{T}}}, string, string, string, Func{SubdirUnderTest, T, Findings, Task})"/>
    internal static ConformanceCase On<T>(
        Func<SubdirUnderTest, Task<Fact<T>>> fact, string id, string title, string source, Action<SubdirUnderTest, T, Findings> check)
        where T : class =>
        On(fact, id, title, source, (subdir, value, findings) =>
        {
            check(subdir, value, findings);
            return Task.CompletedTask;
        });
}
