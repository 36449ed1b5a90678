namespace WebhookKit.Relational.Columns;

/// <summary>The column of endpoints and of their subscriptions that says which deliveries are queued in order.</summary>
internal static class OrderingColumns
{
    public const int None = 0;
    public const int ByKey = 1;
    public const int Strict = 2;

    public static int Write(EndpointOrdering? ordering) => ordering?.Mode switch
    {
        null => None,
        OrderingMode.Key => ByKey,
        _ => Strict,
    };

    public static EndpointOrdering? Read(int ordering, int? skipAfter) => ordering == None
        ? null
        : new EndpointOrdering { Mode = ordering == ByKey ? OrderingMode.Key : OrderingMode.Strict, SkipAfter = skipAfter };

    /// <summary>The ordering key that a delivery is queued with.</summary>
    /// <param name="ordering">The SQL of a subscription's column.</param>
    /// <param name="key">The SQL of the event's ordering key.</param>
    public static string KeyOf(string ordering, string key) => $"CASE {ordering} WHEN {Strict} THEN '' WHEN {ByKey} THEN {key} END";
}
