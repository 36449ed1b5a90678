namespace WebhookKit.Filtering;

/// <summary>How an expression comes to its value.</summary>
internal enum FilterExpressionKind
{
    /// <summary>By a test of a field.</summary>
    Test,

    /// <summary>All parts hold.</summary>
    All,

    /// <summary>At least one part holds.</summary>
    Any,

    /// <summary>Its one part does not hold.</summary>
    Not,
}
