using CsCheck;
using Hearth.Recipes.Conversion;

namespace Hearth.Recipes.Tests.Conversion;

public sealed class MetaYamlConverterTests
{
    private static readonly string[] _lines =
    [
        "package:", "  name: {{ name }}", "{% set name = 'x' %}  # [win]", "{% set name = name ~ name %}", "{% if win %}", "{% else %}", "{% endif %}", "{% for i in [1, 2] %}", "{% endfor %}", "{%}", "source:",
        "  - url: x  # [win]", "    sha256: {{ i }}", "build:", "  skip: true  # [py<3]", "  script: |", "    a  # [win]", "requirements:", "  run:", "    - a>=1  # [unix]", "    - {{ pin_compatible('a') }}", "outputs:",
        "  - name: a", "test:", "  imports: a", "  commands:", "extra: {}", "about: [", "# [x]", "  number: 1  # [a and]",
    ];

    [Theory]
    [InlineData("build:\n  skip: true  # [py<310]", "build:\n  skip: match(python, \"<3.10\")\n")]
    [InlineData("build:\n  skip: true  # [win or linux64]", "build:\n  skip: win or linux and x86_64\n")]
    [InlineData("build:\n  noarch_python: true", "build:\n  noarch: python\n")]
    [InlineData("build:\n  number: 0  # [win]\n  number: 1  # [not win]", "build:\n  number: ${{ 0 if win else 1 }}\n")]
    [InlineData("build:\n  string: py{{ CONDA_PY }}h{{ PKG_HASH }}", "build:\n  string: py${{ python | version_to_buildstring }}h${{ hash }}\n")]
    [InlineData("build:\n  script_env:\n    - A=1", "build:\n  script:\n    file: ${{ \"bld.bat\" if win else \"build.sh\" }}\n    env:\n      A: \"1\"\n")]
    [InlineData("build:\n  script:\n    - >-\n      a\n      && b  # [win]\n      && c\n    - d", "build:\n  script:\n    - if: win\n      then: >-\n        a\n        && b\n        && c\n      else: >-\n        a\n        && c\n    - d\n")]
    [InlineData("build:\n  script: |\n    a  # [win]\n    b  # [not win]", "build:\n  script:\n    - if: win\n      then: |\n        a\n      else: |\n        b\n")]
    [InlineData("requirements:\n  run:\n    - a>=1  # why\n    - b  # [win]\n    - c  # [not win]", "requirements:\n  run:\n    - a >=1  # why\n    - if: win\n      then: b\n      else: c\n")]
    [InlineData("requirements:\n  host:\n    - a\n  run:\n    - {{ pin_compatible('a', max_pin='x.x') }}", "requirements:\n  host:\n    - a\n  run:\n    - ${{ pin_compatible(\"a\", upper_bound=\"x.x\") }}\n")]
    [InlineData("requirements:\n  run_constrained:\n    - a <2", "requirements:\n  run_constraints:\n    - a <2\n")]
    [InlineData("source:\n  git_url: https://x/a\n  git_rev: v1\n  folder: a", "source:\n  git: https://x/a\n  rev: v1\n  target_directory: a\n")]
    [InlineData("source:\n  url: a  # [win]\n  url: b  # [linux]\n  sha256: c1  # [win]\n  sha256: c2  # [linux]", "source:\n  - if: win\n    then:\n      - url: a\n        sha256: c1\n  - if: linux\n    then:\n      - url: b\n        sha256: c2\n")]
    [InlineData("source:\n  - url: a  # [win]\n    sha256: c1  # [win]\n  - url: b  # [linux]\n    sha256: c2  # [linux]\n    patches:\n      - p\n  - url: z", "source:\n  - if: win\n    then:\n      - url: a\n        sha256: c1\n        patches:\n          - p\n  - if: linux\n    then:\n      - url: b\n        sha256: c2\n        patches:\n          - p\n  - url: z\n")]
    [InlineData("test:\n  imports:\n    - a\n  requires:\n    - pip\n  commands:\n    - pip check\n    - a --help", "tests:\n  - python:\n      imports:\n        - a\n  - script:\n      - a --help\n    requirements:\n      run:\n        - pip\n")]
    [InlineData("about:\n  home: https://x\n  dev_url: https://y\n  doc_url: https://z", "about:\n  homepage: https://x\n  documentation: https://z\n  repository: https://y\n")]
    [InlineData("extra:\n  recipe-maintainers:\n    - ann\n  deep:\n    x: {{ 1 }}", "extra:\n  recipe-maintainers:\n    - ann\n  deep:\n    x: ${{ 1 }}\n")]
    public void Each_section_becomes_its_counterpart(string old, string expected) => Assert.EndsWith(expected, Convert(old), StringComparison.Ordinal);

    [Theory]
    [InlineData("{% set a = \"1.0\" %}", "context:\n  a: \"1.0\"\n")]
    [InlineData("{% set a = 'x' %}  # [win]\n{% set a = 'y' %}  # [not win]", "context:\n  a: ${{ \"x\" if win else \"y\" }}\n")]
    [InlineData("{% set a = 'x' %}\n{% set a = a + 'y' %}", "context:\n  a_1: x\n  a: ${{ a_1 + \"y\" }}\n")]
    [InlineData("{% set a, b = '1.2'.split('.') %}", "context:\n  a: ${{ \"1.2\".split(\".\")[0] }}\n  b: ${{ \"1.2\".split(\".\")[1] }}\n")]
    [InlineData("{% set a = ['x', 'z'] %}", "context:\n  a:\n    - x\n    - z\n")]
    [InlineData("{% set a = environ.get('A', 'b') %}", "context:\n  a: ${{ env.get(\"A\", default=\"b\") }}\n")]
    [InlineData("{% if win %}\n{% set a = 'x' %}\n{% else %}\n{% set a = 'y' %}\n{% endif %}", "context:\n  a: ${{ \"x\" if win else \"y\" }}\n")]
    [InlineData("{% if a is not defined %}\n{% set a = 'x' %}\n{% endif %}", "context:\n  a: ${{ a | default(\"x\") }}\n")]
    [InlineData("{% set a = 'x' %}\n{% if a is not defined %}\n{% set a = 'y' %}\n{% endif %}", "context:\n  a: x\n")]
    [InlineData("{% set t = {'1': {'u': 'a', 'v': 'x'}, '2': {'u': 'b'}} %}\n{% set u = t[v]['u'] %}", "context:\n  t_u: '${{ {\"1\": \"a\", \"2\": \"b\"}[v] }}'\n  u: ${{ t_u }}\n")]
    [InlineData("{% set t = {'1': {'u': 'a', 'v': 'x'}, '2': {'u': 'b'}} %}\n{% set w = t[v].v + t[v].get('u', 'c') %}", "context:\n  t_v: '${{ {\"1\": \"x\"}[v] | default(\"\") }}'\n  t_u: '${{ {\"1\": \"a\", \"2\": \"b\"}[v] }}'\n  w: ${{ t_v + t_u }}\n")]
    [InlineData("{% set t = {'1': 'a'} %}\n{% set u = t['1'] %}", "context:\n  u: a\n")]
    [InlineData("{% set t = {'1': 'a', '2': 'b'} %}\n{% set u = t[v] %}", "context:\n  t_v: '${{ {\"1\": \"a\", \"2\": \"b\"}[v] }}'\n  u: ${{ t_v }}\n")]
    public void Statements_become_context(string statements, string expected) =>
        Assert.Contains(expected, Convert($"{statements}\npackage:\n  name: a"), StringComparison.Ordinal);

    [Fact]
    public void What_a_row_of_a_table_has_can_be_a_condition()
    {
        var converted = Convert("{% set t = {'1': {'u': 'a'}, '2': {}} %}\npackage:\n  name: a\nrequirements:\n  run:\n{% if 'u' in t[v] %}\n    - b  # [linux]\n    - {{ t[v]['u'] }}\n{% endif %}\n");
        Assert.Contains("  t_has_u: '${{ {\"1\": true, \"2\": false}[v] }}'\n", converted, StringComparison.Ordinal);
        Assert.EndsWith("  run:\n    - if: t_has_u and linux\n      then: b\n    - if: t_has_u\n      then: ${{ t_u }}\n", converted, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_has_a_name_where_expressions_ask_for_it() =>
        Assert.Equal(
            "schema_version: 1\n\ncontext:\n  version: \"1.0\"\n\npackage:\n  name: a\n  version: ${{ version }}\n\nrequirements:\n  run:\n    - b ${{ version }}\n",
            Convert("package:\n  name: a\n  version: 1.0\nrequirements:\n  run:\n    - b {{ PKG_VERSION }}\n"));

    [Fact]
    public void A_table_that_is_used_as_a_whole_is_lost() =>
        Assert.Contains(MetaYamlConverter.Convert("{% set t = {'1': 'a'} %}\npackage:\n  name: {{ t | length }}\n", null).Problems, problem => problem.Code == "HRT3320" && problem.Message.Contains("'t' is a table", StringComparison.Ordinal));

    [Fact]
    public void Loops_and_conditions_around_lines_are_written_out() =>
        Assert.EndsWith(
            "tests:\n  - script:\n      - test -f z\n      - if: unix\n        then: test -f libz\n      - test -f m\n      - if: unix\n        then: test -f libm\n",
            Convert("test:\n  commands:\n    {% for l in ['z', 'm'] %}\n    - test -f {{ l }}\n    {% if unix %}\n    - test -f lib{{ l }}\n    {% endif %}\n    {% endfor %}"),
            StringComparison.Ordinal);

    [Fact]
    public void Elements_that_a_condition_adds_to_a_list_are_there_under_it() =>
        Assert.EndsWith(
            "tests:\n  - script:\n      - test -f a\n      - if: cuda != \"None\"\n        then: test -f b\n",
            Convert("test:\n  commands:\n    {% set libs = ['a'] + (cuda != 'None') * ['b'] %}\n    {% for l in libs %}\n    - test -f {{ l }}\n    {% endfor %}"),
            StringComparison.Ordinal);

    [Fact]
    public void A_pin_among_the_packages_whose_exports_are_ignored_is_their_name() =>
        Assert.Contains(
            "from_package:\n      - ${{ \"clang_\" ~ machine }}\n      - zlib",
            Convert("package:\n  name: a\nbuild:\n  ignore_run_exports_from:\n    - {{ pin_subpackage('clang_' ~ machine, exact=True) }}\n    - zlib\n"),
            StringComparison.Ordinal);

    [Fact]
    public void The_top_of_a_recipe_with_outputs_becomes_a_staging_output()
    {
        var recipe = Convert("package:\n  name: top\nrequirements:\n  build:\n    - make\noutputs:\n  - name: one\n    files:\n      - a\n");
        Assert.Contains("recipe:\n  name: top\n", recipe, StringComparison.Ordinal);
        Assert.Contains("  - staging:\n      name: build-once\n", recipe, StringComparison.Ordinal);
        Assert.Contains("  - package:\n      name: one\n    inherit: build-once\n    build:\n      files:\n        - a\n", recipe, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{% macro m() %}\nx\n{% endmacro %}\npackage:\n  name: a", "HRT3320", 1)]
    [InlineData("package:\n  name: a\nbuild:\n  pre-link: x.sh", "HRT3320", 4)]
    [InlineData("package:\n  name: {{ load_setup_py_data().name }}", "HRT3320", 2)]
    [InlineData("package:\n  name: a\nabout:\n  license_family: MIT", "HRT3321", 4)]
    [InlineData("package:\n  name: a\nbuild:\n  track_features:\n    - x", "HRT3322", 4)]
    public void What_cannot_be_carried_is_told_with_its_place(string old, string code, int line)
    {
        var problem = Assert.Single(MetaYamlConverter.Convert(old, "meta.yaml").Problems);
        Assert.Equal((code, line), (problem.Code, problem.Position!.Value.Line));
    }

    [Theory]
    [InlineData("")]
    [InlineData("- a\n- b")]
    [InlineData("a: [")]
    [InlineData("{% if x")]
    [InlineData("{% for x in y %}")]
    [InlineData("a: {{ x")]
    public void Nothing_throws(string text) => _ = MetaYamlConverter.Convert(text, null);

    [Fact]
    public void No_text_stops_the_conversion() =>
        Gen.OneOf(
                Gen.String[Gen.Char["ab:- \n{}%#[]'\"$|>"], 0, 60],
                Gen.Int[0, _lines.Length - 1].Select(place => _lines[place]).Array[0, 12].Select(lines => string.Join('\n', lines)))
            .Sample(text => _ = MetaYamlConverter.Convert(text, null), iter: 3_000);

    private static string Convert(string old) => MetaYamlConverter.Convert(old, "meta.yaml").Text!;
}
