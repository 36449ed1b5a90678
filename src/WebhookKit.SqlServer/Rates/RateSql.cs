using WebhookKit.SqlServer.Connections;

namespace WebhookKit.SqlServer.Rates;

/// <summary>The statements that reserve time for owners with a rate limit.</summary>
internal sealed class RateSql(SqlServerTables tables)
{
    /// <summary>Parameters: <c>@owner</c>, <c>@notBefore</c>, <c>@microseconds</c>. Answers when it ends; nothing for an owner that is new.</summary>
    public string Reserve { get; } = $"""
        {SqlBatch.Plain}
        UPDATE {tables.Rates}
        SET reserved_until = DATEADD(microsecond, @microseconds, CASE WHEN reserved_until > @notBefore THEN reserved_until ELSE @notBefore END)
        OUTPUT inserted.reserved_until
        WHERE owner = @owner;
        """;

    /// <summary>Parameters: <c>@owner</c>, <c>@notBefore</c>. Two who add the same one at once: the second fails, and what it wanted is there.</summary>
    public string Add { get; } = $"""
        {SqlBatch.Plain}
        INSERT INTO {tables.Rates} (owner, reserved_until)
        SELECT @owner, @notBefore WHERE NOT EXISTS (SELECT 1 FROM {tables.Rates} WHERE owner = @owner);
        """;
}
