namespace Hearth.Recipes.Generation.PyPi;

/// <summary>
/// Which conda package holds a Python project: what a channel's artifacts say, then the shipped table of conda-forge's (<c>python-names.tsv</c>), else the
/// normalised name itself.
/// </summary>
public sealed class PythonNames
{
    /// <summary>The shipped table alone.</summary>
    public static readonly PythonNames Shipped = new(Read());

    private readonly Dictionary<string, string> _names;

    private PythonNames(Dictionary<string, string> names) => _names = names;

    /// <summary>The conda package of a project, whatever way its name is spelled.</summary>
    public string Find(string project)
    {
        var normal = PythonName.Normalise(project);
        return _names.GetValueOrDefault(normal, normal);
    }

    /// <summary>These names, with those of a channel's artifacts before them.</summary>
    /// <param name="found">Projects and the packages that hold them; of several packages, the one with the project's name wins, then the first.</param>
    public PythonNames With(IEnumerable<KeyValuePair<string, string>> found)
    {
        var names = new Dictionary<string, string>(_names, StringComparer.Ordinal);
        foreach (var project in found.GroupBy(pair => PythonName.Normalise(pair.Key), pair => pair.Value))
            names[project.Key] = project.FirstOrDefault(package => PythonName.Normalise(package) == project.Key) ?? project.First();
        return new PythonNames(names);
    }

    private static Dictionary<string, string> Read()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        using var lines = new StreamReader(typeof(PythonNames).Assembly.GetManifestResourceStream("python-names.tsv")!);
        while (lines.ReadLine() is { } line)
        {
            if (!line.StartsWith('#') && line.Split('\t') is [var project, var package])
                names.Add(project, package);
        }
        return names;
    }
}
