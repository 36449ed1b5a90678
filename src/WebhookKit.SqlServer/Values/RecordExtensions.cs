using Microsoft.Data.SqlClient.Server;
using WebhookKit.Relational.Values;

namespace WebhookKit.SqlServer.Values;

/// <summary>Sets the columns of a row that is sent. The row is used again for the next one, so that what is missing is set to NULL.</summary>
internal static class RecordExtensions
{
    public static void SetKey(this SqlDataRecord row, int column, Guid key) =>
        row.SetBytes(column, 0, key.ToKey(), 0, BinaryKey.Size);

    public static void SetMoment(this SqlDataRecord row, int column, DateTimeOffset? moment)
    {
        if (moment is { } value)
        {
            row.SetDateTime(column, value.ToColumn());
        }
        else
        {
            row.SetDBNull(column);
        }
    }

    public static void SetSmall(this SqlDataRecord row, int column, int? number)
    {
        if (number is { } value)
        {
            row.SetInt16(column, (short)value);
        }
        else
        {
            row.SetDBNull(column);
        }
    }

    public static void SetText(this SqlDataRecord row, int column, string? text)
    {
        if (text is null)
        {
            row.SetDBNull(column);
        }
        else
        {
            row.SetString(column, text);
        }
    }
}
