using System.Globalization;
using WebhookKit.SqlServer.Emulation.Sessions;
using WebhookKit.SqlServer.Emulation.Values;

namespace WebhookKit.SqlServer.Emulation.Steps;

/// <summary>Converts a value to the type of the variable that takes it.</summary>
internal static class Conversion
{
    public static object? To(SqlType type, object? value)
    {
        try
        {
            return (type.Kind, value) switch
            {
                (_, null) => null,
                (SqlTypeKind.BigInt, _) => Convert.ToInt64(value, CultureInfo.InvariantCulture),
                (SqlTypeKind.Int, _) => Convert.ToInt32(value, CultureInfo.InvariantCulture),
                (SqlTypeKind.SmallInt, _) => Convert.ToInt16(value, CultureInfo.InvariantCulture),
                (SqlTypeKind.TinyInt, _) => Convert.ToByte(value, CultureInfo.InvariantCulture),
                (SqlTypeKind.Bit, _) => Convert.ToBoolean(value, CultureInfo.InvariantCulture),
                (SqlTypeKind.Decimal, _) => decimal.Round(Convert.ToDecimal(value, CultureInfo.InvariantCulture), type.Scale),
                (SqlTypeKind.Float, _) => Convert.ToDouble(value, CultureInfo.InvariantCulture),
                (SqlTypeKind.UniqueIdentifier, Guid) => value,
                (SqlTypeKind.DateTime2, DateTime moment) => Round(moment, type.Scale),
                (SqlTypeKind.DateTime, DateTime) => value,
                (SqlTypeKind.NVarChar or SqlTypeKind.VarChar, string text) => Cut(text, type.Length),
                (SqlTypeKind.VarBinary or SqlTypeKind.Binary, byte[] bytes) => Cut(bytes, type),
                _ => throw SqlServerError.NotSupported($"{value.GetType().Name} as {type.Kind}"),
            };
        }
        catch (OverflowException overflow)
        {
            throw new SqlServerError(ErrorNumbers.ArithmeticOverflow, SqlServerError.Ordinary, $"Arithmetic overflow error converting expression to data type {type.Kind}.", overflow);
        }
    }

    private static DateTime Round(DateTime moment, byte scale)
    {
        var unit = (long)Math.Pow(10, SqlType.FinestScale - scale);
        return new DateTime((moment.Ticks + (unit / 2)) / unit * unit);
    }

    private static string Cut(string text, int length) => length == SqlType.Max || text.Length <= length ? text : text[..length];

    private static byte[] Cut(byte[] bytes, SqlType type)
    {
        if (type.Length == SqlType.Max || bytes.Length == type.Length || (type.Kind == SqlTypeKind.VarBinary && bytes.Length < type.Length))
        {
            return bytes;
        }

        var cut = bytes;
        Array.Resize(ref cut, type.Length);
        return cut;
    }
}
