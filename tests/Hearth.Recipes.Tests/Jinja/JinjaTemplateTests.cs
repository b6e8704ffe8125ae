using Hearth.Recipes.Jinja;

namespace Hearth.Recipes.Tests.Jinja;

public sealed class JinjaTemplateTests
{
    private static readonly JinjaScope _scope = JinjaScope.Empty.With("linux", JinjaValue.True).With("libs", JinjaValue.Texts("z", "m"));

    [Theory]
    [InlineData("{% set name = 'x' %}a {{ name }} b", "a x b")]
    [InlineData("{% set a, b = 1, 2 %}{{ b }}{{ a }}", "21")]
    [InlineData("{% set t %}x{{ 1 }}{% endset %}{{ t | upper }}", "X1")]
    [InlineData("{% set t | upper %}x{% endset %}{{ t }}", "X")]
    [InlineData("{% if linux %}l{% else %}o{% endif %}", "l")]
    [InlineData("{% if not linux %}l{% elif libs | length == 2 %}two{% else %}o{% endif %}", "two")]
    [InlineData("{% if nothing %}l{% endif %}", "")]
    [InlineData("{% if linux %}{% set x = 1 %}{% endif %}{{ x }}", "1")]
    [InlineData("{% for l in libs %}{{ loop.index }}{{ l }}{% if not loop.last %},{% endif %}{% endfor %}", "1z,2m")]
    [InlineData("{% for l in libs if l != 'z' %}{{ l }}{% endfor %}", "m")]
    [InlineData("{% for l in [] %}x{% else %}none{% endfor %}", "none")]
    [InlineData("{% for k, v in {'a': 1}.items() %}{{ k }}={{ v }}{% endfor %}", "a=1")]
    [InlineData("{% for i in range(3) %}{% set x = i %}{% endfor %}{{ x }}", "")]
    [InlineData("{% set ns = namespace(x=0) %}{% for i in range(4) %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}", "6")]
    [InlineData("{% macro pin(n, v='1') %}{{ n }} >={{ v }}{% endmacro %}{{ pin('a') }}; {{ pin('b', v=2) }}", "a >=1; b >=2")]
    [InlineData("{% macro box() %}[{{ caller('in') }}]{% endmacro %}{% call(x) box() %}{{ x }}side{% endcall %}", "[inside]")]
    [InlineData("{% filter upper | replace('A', 'b') %}a{{ 'c' }}{% endfilter %}", "bC")]
    [InlineData("{% raw %}{{ not }} {% this %}{% endraw %}!", "{{ not }} {% this %}!")]
    [InlineData("{% with a = 1, b = 2 %}{{ a + b }}{% endwith %}{{ a }}", "3")]
    [InlineData("a{# {{ comment }} #}b", "ab")]
    [InlineData("a \n {%- set x = 1 -%} \n b", "ab")]
    [InlineData("a {{- 1 -}} b", "a1b")]
    [InlineData("a {#- no -#} b", "ab")]
    [InlineData("x{{ {'a': {'b': 1}}.a.b }}\n", "x1")]
    [InlineData("{% import 'other.j2' as o %}{{ o.hello('you') }}{{ o.word }}", "hello youw")]
    [InlineData("{% from 'other.j2' import hello as h %}{{ h('me') }}", "hello me")]
    [InlineData("[{% include 'plain.txt' %}{% include 'absent' ignore missing %}]", "[plain]")]
    public void Statements_do_what_they_do_in_Jinja2(string template, string expected) => Assert.Equal(expected, Render(template).Text);

    [Theory]
    [InlineData("{% if linux %}", 0)]
    [InlineData("{% endif %}", 3)]
    [InlineData("abc {{ x", 4)]
    [InlineData("abc {# x", 4)]
    [InlineData("{% set %}", 7)]
    [InlineData("{% block x %}{% endblock %}", 3)]
    [InlineData("{% for x of y %}{% endfor %}", 9)]
    [InlineData("{% raw %}", 0)]
    public void A_mistake_in_a_statement_has_a_place(string template, int at)
    {
        Assert.False(JinjaTemplate.TryParse(template, out _, out var error));
        Assert.InRange(error.At, Math.Max(0, at - 1), at + 14);
    }

    [Fact]
    public void Each_line_of_the_result_knows_its_line_in_the_template()
    {
        var rendering = Render("{% set x = 1 %}\nname: {{ x }}\n{% for l in libs %}\n- {{ l }}\n{% endfor %}\nend");
        Assert.Equal("\nname: 1\n\n- z\n\n- m\n\nend", rendering.Text);
        Assert.Equal(2, rendering.SourceLine(2));
        Assert.Equal(4, rendering.SourceLine(4));
        Assert.Equal(4, rendering.SourceLine(6));
        Assert.Equal(6, rendering.SourceLine(8));
    }

    [Fact]
    public void A_mistake_in_an_imported_file_names_that_file()
    {
        var wrong = Assert.Throws<JinjaException>(() => Render("ab{% import 'broken.j2' as b %}"));
        Assert.StartsWith("broken.j2:1:", wrong.Message, StringComparison.Ordinal);
        Assert.Equal(12, wrong.Error.At);
    }

    [Theory]
    [InlineData("{% for i in range(999999999) %}x{% endfor %}")]
    [InlineData("{% for i in range(9000) %}{% for j in range(9000) %}{% endfor %}{% endfor %}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{% macro f(n) %}{{ f(n) }}{{ f(n) }}{% endmacro %}{{ f(1) }}")]
    [InlineData("{% import 'self.j2' as s %}")]
    [InlineData("{% set ns = namespace(x=[]) %}{% for i in range(99) %}{% set ns.x = [ns.x, ns.x] %}{% endfor %}{{ ns.x }}")]
    [InlineData("{% set ns = namespace(x='x') %}{% for i in range(99) %}{% set ns.x = ns.x ~ ns.x %}{% endfor %}")]
    public void Endless_and_great_templates_are_refused(string template)
    {
        var wrong = Assert.Throws<JinjaException>(() => Render(template));
        Assert.Equal("HRT3303", wrong.Error.Kind.Code);
    }

    [Fact]
    public void Deeply_nested_statements_are_refused() =>
        Assert.False(JinjaTemplate.TryParse(string.Concat(Enumerable.Repeat("{% if 1 %}", 50_000)), out _, out _));

    private static RenderedText Render(string template) => JinjaTemplate.Parse(template).Render(_scope, JinjaSettings.V0, file => file switch
    {
        "other.j2" => "{% macro hello(x) %}hello {{ x }}{% endmacro %}{% set word = 'w' %}",
        "plain.txt" => "plain",
        "broken.j2" => "{{ 1 + }}",
        "self.j2" => "{% import 'self.j2' as s %}",
        _ => null,
    });
}
