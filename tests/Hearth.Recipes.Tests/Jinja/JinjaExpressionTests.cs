using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Tests.Jinja;

public sealed class JinjaExpressionTests
{
    private static readonly JinjaScope _scope = JinjaScope.Empty
        .With("name", JinjaValue.Of("zlib"))
        .With("version", JinjaValue.Of("1.2.13"))
        .With("build", JinjaValue.Of(3))
        .With("linux", JinjaValue.True)
        .With("win", JinjaValue.False)
        .With("libs", JinjaValue.Texts("z", "m", "c"))
        .With("data", JinjaValue.Map(new Dictionary<string, JinjaValue> { ["version"] = JinjaValue.Of("2.0"), ["items"] = JinjaValue.Of("mine") }))
        .With("greet", call => JinjaValue.Of($"{call.Text(0, "who")}{call.OptionalText(1, "mark") ?? "."}"));

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("7 // 2", "3")]
    [InlineData("-7 // 2", "-4")]
    [InlineData("-7 % 3", "2")]
    [InlineData("7 / 2", "3.5")]
    [InlineData("4 / 2", "2.0")]
    [InlineData("2 ** 10", "1024")]
    [InlineData("1.0 + 2", "3.0")]
    [InlineData("1e16 * 1", "1e+16")]
    [InlineData("build ~ '.' ~ 1", "3.1")]
    [InlineData("'a' + 'b' 'c'", "abc")]
    [InlineData("'ab' * 2", "abab")]
    [InlineData("[1] + [2]", "[1, 2]")]
    [InlineData("-build | abs", "3")]
    [InlineData("'%s-%02d' % (name, build)", "zlib-03")]
    [InlineData("'%(n)5s|' % {'n': 'x'}", "    x|")]
    [InlineData("'100%%' % ()", "100%")]
    public void Operators_work_as_in_Python(string expression, string expected) => Assert.Equal(expected, Text(expression));

    [Theory]
    [InlineData("linux and not win", true)]
    [InlineData("win or (linux and build > 2)", true)]
    [InlineData("1 < build <= 3", true)]
    [InlineData("1 < build < 3", false)]
    [InlineData("'lib' in name or 'z' in libs", true)]
    [InlineData("'version' in data", true)]
    [InlineData("name not in ('a', 'b')", true)]
    [InlineData("1 == 1.0 and True == 1", true)]
    [InlineData("'10' < '9'", true)]
    [InlineData("[1, 2] < [1, 3]", true)]
    [InlineData("nothing is defined", false)]
    [InlineData("nothing is not defined", true)]
    [InlineData("name is string and build is number and none is none", true)]
    [InlineData("build is divisibleby 3 and build is odd", true)]
    [InlineData("build is eq 3 and build is >= 3", true)]
    [InlineData("name is in ['zlib']", true)]
    [InlineData("version.startswith('1.') and version.endswith(('.12', '.13'))", true)]
    [InlineData("not not linux", true)]
    public void Conditions_are_true_or_false(string expression, bool expected) =>
        Assert.Equal(expected, JinjaExpression.Parse(expression).Evaluate(_scope, JinjaSettings.V1).IsTrue);

    [Theory]
    [InlineData("version.split('.')[0]", "1")]
    [InlineData("'.'.join(version.split('.')[:2])", "1.2")]
    [InlineData("version.split('.')[-1:]", "['13']")]
    [InlineData("version[::-1]", "31.2.1")]
    [InlineData("version[99]", "")]
    [InlineData("libs[1:][0]", "m")]
    [InlineData("libs.0", "z")]
    [InlineData("data.version", "2.0")]
    [InlineData("data['version']", "2.0")]
    [InlineData("data.items", "mine")]
    [InlineData("data.get('absent', 'x')", "x")]
    [InlineData("data.absent.deeper().deepest", "")]
    [InlineData("{'a': [1, {'b': none}]}", "{'a': [1, {'b': None}]}")]
    [InlineData("greet('you', mark='!')", "you!")]
    [InlineData("'{}_{1}_{n:>4}_{{}}'.format(1, 2, n='x')", "1_2_   x_{}")]
    [InlineData("'{:03d}'.format(7)", "007")]
    [InlineData("'1'.zfill(3) ~ 'a'.rjust(3, '-')", "001--a")]
    [InlineData("' a b  c '.split()", "['a', 'b', 'c']")]
    [InlineData("'a-b-c'.rsplit('-', 1)", "['a-b', 'c']")]
    [InlineData("'a-b-c'.split('-', 1)", "['a', 'b-c']")]
    [InlineData("'a=b'.partition('=')", "['a', '=', 'b']")]
    public void Members_items_slices_and_methods_are_reached(string expression, string expected) => Assert.Equal(expected, Text(expression));

    [Theory]
    [InlineData("version | replace('.', '_')", "1_2_13")]
    [InlineData("nothing | default('x')", "x")]
    [InlineData("'' | default('x')", "")]
    [InlineData("'' | default('x', true)", "x")]
    [InlineData("'42' | int + 1", "43")]
    [InlineData("[3, 1, 2] | sort | join('.')", "1.2.3")]
    [InlineData("[1, 2, 1] | unique | list | length", "2")]
    [InlineData("[1, 2, 3, 4, 5] | batch(2) | list", "[[1, 2], [3, 4], [5]]")]
    [InlineData("[1, 2, 3, 4, 5] | slice(2) | list", "[[1, 2, 3], [4, 5]]")]
    [InlineData("['b', 'A'] | sort", "['A', 'b']")]
    [InlineData("libs | map('upper') | join", "ZMC")]
    [InlineData("[0, 1, 2] | select | list", "[1, 2]")]
    [InlineData("[{'n': 1}, {'n': 2}] | map(attribute='n') | sum", "3")]
    [InlineData("'3.11.2' | version_to_buildstring", "311")]
    [InlineData("'x' | upper | lower | trim | first", "x")]
    [InlineData("{'a': 1} | tojson", "{\"a\":1}")]
    [InlineData("('x' if win else 'y') ~ ('z' if win)", "y")]
    public void Filters_and_conditionals_make_values(string expression, string expected) => Assert.Equal(expected, Text(expression));

    [Fact]
    public void Each_format_spells_values_its_own_way()
    {
        var value = JinjaExpression.Parse("[true, none, 'x']").Evaluate(_scope, JinjaSettings.V1);
        Assert.Equal("[True, None, 'x']", value.ToText(JinjaDialect.V0));
        Assert.Equal("[true, none, \"x\"]", value.ToText(JinjaDialect.V1));
    }

    [Theory]
    [InlineData("1 +", "HRT3300", 3)]
    [InlineData("(1", "HRT3300", 2)]
    [InlineData("'abc", "HRT3300", 0)]
    [InlineData("a b", "HRT3300", 2)]
    [InlineData("a ? b", "HRT3300", 2)]
    [InlineData("99999999999999999999", "HRT3300", 0)]
    [InlineData("linux and nothing", "HRT3301", 10)]
    [InlineData("nothing.more", "HRT3301", 7)]
    [InlineData("nothing == 1", "HRT3301", 8)]
    [InlineData("nothing('c')", "HRT3301", 0)]
    [InlineData("name + 1", "HRT3302", 5)]
    [InlineData("name | capitalize", "HRT3302", 5)]
    [InlineData("name is odd", "HRT3302", 5)]
    [InlineData("1 // 0", "HRT3302", 2)]
    [InlineData("1 < 'a'", "HRT3302", 2)]
    [InlineData("greet()", "HRT3302", 0)]
    [InlineData("[1].sort()", "HRT3301", 3)]
    [InlineData("9223372036854775807 + 1", "HRT3303", 20)]
    public void A_mistake_has_a_code_and_a_place(string expression, string code, int at)
    {
        var wrong = Assert.Throws<JinjaException>(() => JinjaExpression.Parse(expression).Evaluate(_scope, JinjaSettings.V1));
        Assert.Equal((code, at), (wrong.Error.Kind.Code, wrong.Error.At));
    }

    [Fact]
    public void A_condition_may_ask_an_undefined_name_where_the_tools_let_it()
    {
        var settings = JinjaSettings.V1 with { Undefined = UndefinedUse.Condition };
        Assert.False(JinjaExpression.Parse("nothing or nothing == 'x'").Evaluate(_scope, settings).IsTrue);
        Assert.Equal("x", JinjaExpression.Parse("nothing ~ 'x'").Evaluate(_scope, settings).AsText);
        Assert.Throws<JinjaException>(() => JinjaExpression.Parse("nothing + 'x'").Evaluate(_scope, settings));
    }

    [Fact]
    public void Undefined_names_pass_through_everything_where_that_is_allowed() =>
        Assert.Equal("", Text("(nothing.a['b'](1) + 2 | replace('x', 'y'))[1:]"));

    [Fact]
    public void The_names_of_an_expression_are_those_it_takes_from_its_scope() =>
        Assert.Equal(["a", "b", "f", "i"], JinjaExpression.Parse("f(a.x, k=b)[i] | upper is defined").Names);

    [Fact]
    public void A_place_in_a_text_of_several_lines_is_a_line_and_a_column()
    {
        const string Text = "1 +\n  'x";
        Assert.False(JinjaExpression.TryParse(Text, out _, out var error));
        Assert.Equal("2:3", error.PositionIn(Text).ToString());
    }

    private static string Text(string expression) =>
        JinjaExpression.Parse(expression).Evaluate(_scope, JinjaSettings.V0).ToText(JinjaDialect.V0);
}
