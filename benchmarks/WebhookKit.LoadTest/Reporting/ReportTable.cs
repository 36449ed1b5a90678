using System.Globalization;
using System.Runtime.InteropServices;

namespace WebhookKit.LoadTest.Reporting;

/// <summary>The report as a table: a row for each figure, a column for the run and for each of its phases.</summary>
internal static class ReportTable
{
    private const int NameWidth = 40;
    private const int ColumnWidth = 18;

    public static void Write(Report report, TextWriter output)
    {
        var arguments = report.Arguments;
        output.WriteLine($"{arguments.Scenario} on {Name(arguments.Store)} with {Name(arguments.Receiver)}, {string.Join(' ', arguments.Values.Select(pair => $"{pair.Key.Name} {pair.Value}"))}");
        output.WriteLine($"{Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}");
        output.WriteLine();

        Phase[] columns = [new("run", report.Totals), .. report.Phases];
        output.WriteLine("".PadRight(NameWidth) + string.Concat(columns.Select(column => column.Name.PadLeft(ColumnWidth))));
        var figures = columns.Select(column => FigureNames.ToJson(column.Figures)).ToArray();
        foreach (var name in figures[0].Select(pair => pair.Key).Where(name => figures.Any(column => column[name] is not null)))
        {
            output.WriteLine(name.PadRight(NameWidth) + string.Concat(figures.Select(column => Text(column[name]?.GetValue<double>()).PadLeft(ColumnWidth))));
        }

        output.WriteLine();
        foreach (var note in report.Notes)
        {
            output.WriteLine(note);
        }

        foreach (var bar in report.Bars)
        {
            output.WriteLine($"{(bar.IsMet ? "met   " : "MISSED")}  {bar.Name}: {Text(bar.Actual)}, {(bar.IsFloor ? "at least" : "at most")} {Text(bar.Limit)}");
        }
    }

    private static string Name(Enum kind) => kind.ToString().ToLowerInvariant();

    private static string Text(double? value) =>
        value is { } number ? FigureNames.Round(number).ToString("#,0.###", CultureInfo.InvariantCulture) : "-";
}
