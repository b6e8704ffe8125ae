using System.Globalization;
using System.Text;
using System.Xml;
using Hearth.Server.Conformance;

namespace Hearth.Cli.Commands.Conformance;

/// <summary>The results as JUnit XML, which build servers show. It has no warnings: those stand in a passed case's output.</summary>
internal static class JUnitFile
{
    public static void Write(ConformanceReport report, string path)
    {
        using var buffer = new MemoryStream();
        using (var xml = XmlWriter.Create(buffer, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(false), CheckCharacters = false }))
        {
            xml.WriteStartElement("testsuites");
            xml.WriteStartElement("testsuite");
            xml.WriteAttributeString("name", $"hearth conformance {Plain(report.Channel)}");
            xml.WriteAttributeString("tests", Number(report.Results.Count));
            xml.WriteAttributeString("failures", Number(report.Count(Verdict.Failed)));
            xml.WriteAttributeString("skipped", Number(report.Count(Verdict.Skipped)));
            xml.WriteAttributeString("timestamp", report.Started.ToString("s", CultureInfo.InvariantCulture));
            xml.WriteAttributeString("time", Seconds(report.Elapsed));
            foreach (var result in report.Results)
                Write(result, xml);
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        File.WriteAllBytes(path, buffer.ToArray());
    }

    private static void Write(CaseResult result, XmlWriter xml)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", result.Subdir ?? "channel");
        xml.WriteAttributeString("name", $"{result.Case.Id}: {result.Case.Title}");
        xml.WriteAttributeString("time", Seconds(result.Elapsed));
        var told = string.Join('\n', result.Findings.Select(finding => Plain($"{finding.Request}: expected {finding.Expected}; was {finding.Actual}")));
        switch (result.Verdict)
        {
            case Verdict.Failed:
                xml.WriteStartElement("failure");
                xml.WriteAttributeString("message", Plain(result.Findings.First(finding => finding.IsFailure).Actual));
                xml.WriteString($"{told}\n{result.Case.Source}");
                xml.WriteEndElement();
                break;
            case Verdict.Skipped:
                xml.WriteStartElement("skipped");
                xml.WriteAttributeString("message", Plain(result.Reason ?? ""));
                xml.WriteEndElement();
                break;
            case Verdict.Warning:
                xml.WriteElementString("system-out", told);
                break;
        }
        xml.WriteEndElement();
    }

    // What a server sends may hold characters that XML cannot.
    private static string Plain(string text) => string.Concat(text.Select(c => XmlConvert.IsXmlChar(c) ? c : '?'));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan elapsed) => elapsed.TotalSeconds.ToString("f3", CultureInfo.InvariantCulture);
}
