using Hearth.Recipes.Generation.PyPi;

namespace Hearth.Recipes.Tests.Generation.PyPi;

public sealed class PythonRequirementTests
{
    [Theory]
    [InlineData("requests", "requests")]
    [InlineData("requests [socks,security] >= 2.8.1, == 2.8.* ; python_version < \"2.7\"", "requests[socks,security]>=2.8.1,==2.8.* ; python_version < '2.7'")]
    [InlineData("pluggy (<2.0,>=0.12)", "pluggy<2.0,>=0.12")]
    [InlineData("pip @ https://example.org/pip.zip ; os_name == 'nt'", "pip @ https://example.org/pip.zip ; os_name == 'nt'")]
    [InlineData("a; '3.8' <= python_version", "a ; python_version >= '3.8'")]
    [InlineData("a; (os.name == 'nt' or sys_platform=='darwin') and extra == 'x'", "a ; (os_name == 'nt' or sys_platform == 'darwin') and extra == 'x'")]
    [InlineData("a; platform_machine not in 'x86_64 aarch64'", "a ; platform_machine not in 'x86_64 aarch64'")]
    public void A_requirement_is_read(string text, string canonical)
    {
        var requirement = PythonRequirement.Parse(text);
        Assert.Equal(canonical, requirement.ToString());
        Assert.Equal(canonical, PythonRequirement.Parse(requirement.ToString()).ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("-e .")]
    [InlineData("a >= ")]
    [InlineData("a[b")]
    [InlineData("a; python_version <")]
    [InlineData("a; (python_version < '3'")]
    [InlineData("a; 'x' == 'y'")]
    [InlineData("--index-url x")]
    public void What_is_no_requirement_is_refused(string text) => Assert.False(PythonRequirement.TryParse(text, null, out _));

    [Fact]
    public void A_marker_is_answered_as_far_as_is_known()
    {
        var marker = MarkerExpression.Read("python_version < '3.8' and (implementation_name == 'cpython' or os_name == 'nt')")!;
        Assert.Equal("python_version < '3.8'", marker.Simplify(one => one.Variable == "implementation_name" ? one.HoldsFor("cpython") : null).ToString());
        Assert.Equal(MarkerExpression.False, marker.Simplify(one => one.Variable == "python_version" ? false : null));
    }

    [Fact]
    public void Parentheses_nest_only_so_deep() => Assert.Null(MarkerExpression.Read(new string('(', 1000) + "os_name == 'nt'" + new string(')', 1000)));

    [Fact]
    public void The_sections_of_a_requires_file_become_markers()
    {
        var (requirements, problems) = RequiresText.Read("a>=1\n\n[:python_version < \"3.8\"]\nb\n\n[x]\nc\n[x:os_name == 'nt']\nd\n!!\n");
        Assert.Equal(["a>=1", "b ; python_version < '3.8'", "c ; extra == 'x'", "d ; os_name == 'nt' and extra == 'x'"], requirements.Select(one => one.ToString()));
        Assert.Equal(["!!"], problems);
    }
}
