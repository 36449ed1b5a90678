using System.Data.Common;
using WebhookKit.Relational.Values;

namespace WebhookKit.SqlServer.Values;

/// <summary>Reads columns as what they mean.</summary>
internal static class ReaderExtensions
{
    public static Guid GetKey(this DbDataReader reader, int column) => BinaryKey.ToGuid(reader.GetFieldValue<byte[]>(column));

    public static Guid? GetKeyOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetKey(column);

    public static DateTimeOffset GetMoment(this DbDataReader reader, int column) => UtcTime.ToMoment(reader.GetDateTime(column));

    public static string? GetTextOrNull(this DbDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);
}
