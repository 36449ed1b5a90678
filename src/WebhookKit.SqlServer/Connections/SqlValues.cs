using System.Data;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Data.SqlClient.Server;
using WebhookKit.Relational.Values;

namespace WebhookKit.SqlServer.Connections;

/// <summary>
/// The parameters of one command, each with the type and size of its column. What Dapper would guess is another type: datetime, which
/// never equals a datetime2, and a text of 4,000 characters.
/// </summary>
internal sealed class SqlValues : SqlMapper.IDynamicParameters
{
    /// <summary>The sizes of texts in the tables; all others are of any length.</summary>
    public const int OwnerSize = 128;
    public const int PatternSize = 128;
    public const int IdempotencyKeySize = 256;

    public const int OrderingKeySize = 128;
    public const int CoalescingKeySize = 128;
    public const int NameSize = 400;

    private readonly List<SqlParameter> _parameters = [];

    public SqlValues Key(string name, Guid? value) => Add(name, SqlDbType.Binary, BinaryKey.Size, value?.ToKey());

    public SqlValues Hash(string name, byte[] value) => Add(name, SqlDbType.Binary, value.Length, value);

    public SqlValues Long(string name, long? value) => Add(name, SqlDbType.BigInt, 0, value);

    public SqlValues Int(string name, int? value) => Add(name, SqlDbType.Int, 0, value);

    public SqlValues Small(string name, short? value) => Add(name, SqlDbType.SmallInt, 0, value);

    public SqlValues Flag(string name, bool value) => Add(name, SqlDbType.Bit, 0, value);

    public SqlValues Moment(string name, DateTimeOffset? value) => Add(name, SqlDbType.DateTime2, 0, value.ToColumn());

    public SqlValues Bytes(string name, ReadOnlyMemory<byte>? value) => Add(name, SqlDbType.VarBinary, -1, value?.ToArray());

    public SqlValues Text(string name, string? value, int size = -1) => Add(name, SqlDbType.NVarChar, size, value);

    public SqlValues Owner(string name, string? value) => Text(name, Exact(value, "owner"), OwnerSize);

    /// <summary>Rows of a type of the schema.</summary>
    public SqlValues Rows(string name, string type, IEnumerable<SqlDataRecord> rows)
    {
        // The driver wants null where there is no row.
        _parameters.Add(new SqlParameter(name, SqlDbType.Structured) { TypeName = type, Value = rows.Any() ? rows : null });
        return this;
    }

    /// <summary>A text that is compared. The server takes texts that differ by spaces at their ends for equal, whatever the collation.</summary>
    /// <exception cref="ArgumentException">It ends with a space.</exception>
    public static string? Exact(string? value, string what) =>
        value is not null && value.EndsWith(' ')
            ? throw new ArgumentException($"SQL Server takes two texts that differ by a space at the end for the same: an {what} must not end with one.", nameof(value))
            : value;

    void SqlMapper.IDynamicParameters.AddParameters(IDbCommand command, SqlMapper.Identity identity)
    {
        foreach (var parameter in _parameters)
        {
            command.Parameters.Add(parameter);
        }
    }

    private SqlValues Add(string name, SqlDbType type, int size, object? value)
    {
        var parameter = new SqlParameter(name, type) { Value = value ?? DBNull.Value };
        if (size != 0)
        {
            parameter.Size = size;
        }

        _parameters.Add(parameter);
        return this;
    }
}
