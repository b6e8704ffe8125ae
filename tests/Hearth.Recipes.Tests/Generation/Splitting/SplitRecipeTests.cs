using Hearth.Foundation.Diagnostics;
using Hearth.Recipes.Generation;
using Hearth.Recipes.Generation.Splitting;
using Hearth.Recipes.Rendering;
using Hearth.Recipes.Syntax;
using Hearth.Recipes.Variants;

namespace Hearth.Recipes.Tests.Generation.Splitting;

public sealed class SplitRecipeTests
{
    private const string Recipe = """
        # ours
        context:
          version: "1.4.2"

        package:
          name: foo
          version: ${{ version }}

        source:
          url: https://example.org/foo-${{ version }}.tar.gz  # the mirror

        build:
          number: 3
          script: make install

        requirements:
          build:
            - ${{ compiler('c') }}
          host:
            - zlib
          run:
            - data

        tests:
          - script: foo --version

        about:
          license: MIT

        """;

    private static readonly SplitPlan Plan = SplitPlan.Of(
        "foo", "1.4.2", [new("bin/foo"), new("include/foo.h"), new("lib/libfoo.a"), new("lib/libfoo.so", "libfoo.so.1"), new("lib/libfoo.so.1"), new("share/foo/x")]);

    [Fact]
    public void The_new_recipe_builds_once_and_shares_the_files()
    {
        var text = SplitRecipe.Write(Recipe, "recipe.yaml", Plan);
        Assert.Equal(
            """
            # ours
            context:
              version: "1.4.2"

            recipe:
              name: foo
              version: ${{ version }}

            source:
              url: https://example.org/foo-${{ version }}.tar.gz  # the mirror

            build:
              number: 3

            outputs:
              - staging:
                  name: foo-build
                requirements:
                  build:
                    - ${{ compiler('c') }}
                  host:
                    - zlib
                build:
                  script: make install

              - package:
                  name: libfoo
                inherit: foo-build
                build:
                  files:
                    - lib/libfoo.so.*
                    - share/foo/**
                requirements:
                  run:
                    - data
                  run_exports:
                    - ${{ pin_subpackage("libfoo", upper_bound="x") }}
                tests:
                  - script:
                      - if: unix
                        then:
                          - test -e ${PREFIX}/lib/libfoo.so.1
                          - test -e ${PREFIX}/share/foo/x
                          - test ! -e ${PREFIX}/lib/libfoo.a
                about:
                  summary: 'foo: shared libraries'

            """.ReplaceLineEndings("\n"),
            text[..(text.IndexOf("\n  - package:\n      name: libfoo-devel", StringComparison.Ordinal))]);
        var root = (MappingNode)SyntaxTree.Parse(text, null).Root!;
        var outputs = ((SequenceNode)root["outputs"]!).Items.Cast<MappingNode>().ToList();
        Assert.Equal(["libfoo", "libfoo-devel", "libfoo-static", "foo"], outputs.Skip(1).Select(output => ((MappingNode)output["package"]!)["name"]!.ToString()));
        Assert.Contains("    tests:\n      - script: foo --version\n", text, StringComparison.Ordinal);
        Assert.EndsWith("about:\n  license: MIT\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_new_recipe_renders()
    {
        var text = SplitRecipe.Write(Recipe, "recipe.yaml", Plan);
        var rendered = RecipeRenderer.Render(SyntaxTree.Parse(text, "recipe.yaml"), VariantConfig.Empty, RenderOptions.For("linux-64"));
        Assert.Empty(rendered.Problems);
        Assert.Equal(["foo", "libfoo", "libfoo-devel", "libfoo-static"], rendered.Outputs.Select(output => output.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_old_format_lists_files_too()
    {
        var text = SplitRecipe.Write("""
            {% set version = "1.4.2" %}
            package:
              name: foo
              version: {{ version }}
            build:
              number: 0
            requirements:
              build:
                - {{ compiler('c') }}
              host:
                - zlib
              run:
                - data
            test:
              commands:
                - foo --version
            about:
              license: MIT
            """, "meta.yaml", Plan);
        Assert.StartsWith("{% set version = \"1.4.2\" %}\npackage:\n  name: foo-split\n", text, StringComparison.Ordinal);
        Assert.Contains("  - name: libfoo\n    build:\n      run_exports:\n        - {{ pin_subpackage(\"libfoo\", max_pin=\"x\") }}\n    files:\n      - lib/libfoo.so.*\n      - share/foo\n", text, StringComparison.Ordinal);
        Assert.Contains("  - name: foo\n    files:\n      - bin/foo\n", text, StringComparison.Ordinal);
        Assert.Contains("        - {{ pin_subpackage(\"libfoo-devel\", exact=True) }}\n", text, StringComparison.Ordinal);
        Assert.Empty(SyntaxTree.ParseTemplate(text, null).Problems);
    }

    [Fact]
    public void A_recipe_with_outputs_is_refused() =>
        Assert.Equal(
            GenerationDiagnostics.AlreadySplit,
            Assert.Throws<BadInputException>(() => SplitRecipe.Write("package:\n  name: a\noutputs:\n  - package:\n      name: b\n", "recipe.yaml", Plan)).Diagnostics.Single().Kind);
}
