namespace WebhookKit.SqlServer.Static.Tests.Checking;

/// <summary>The functions that statements may call. All of them are in SQL Server 2016; one that is added here has to be, too.</summary>
internal static class BuiltIns
{
    public const int DateAddParameters = 3;

    /// <summary>Their names with the number of their parameters.</summary>
    public static IReadOnlyDictionary<string, int> Functions { get; } = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase)
    {
        ["COUNT"] = 1,
        ["COUNT_BIG"] = 1,
        ["MIN"] = 1,
        ["MAX"] = 1,
        ["SYSUTCDATETIME"] = 0,
        ["DATEADD"] = DateAddParameters,
        ["SCHEMA_ID"] = 1,
        ["CHARINDEX"] = 2,
        ["CONCAT"] = 3,
    };

    public static IReadOnlyCollection<string> DateParts { get; } =
        new HashSet<string>(["day", "hour", "minute", "second", "millisecond", "microsecond"], StringComparer.OrdinalIgnoreCase);

    public static IReadOnlyCollection<string> Variables { get; } = new HashSet<string>(["@@ROWCOUNT"], StringComparer.OrdinalIgnoreCase);
}
