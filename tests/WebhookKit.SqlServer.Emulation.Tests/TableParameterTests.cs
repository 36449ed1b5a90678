using System.Data;
using Microsoft.Data.SqlClient;
using Microsoft.Data.SqlClient.Server;

namespace WebhookKit.SqlServer.Emulation.Tests;

internal sealed class TableParameterTests : DatabaseTest
{
    private static readonly SqlMetaData[] Columns =
    [
        new("id", SqlDbType.BigInt), new("place", SqlDbType.Int), new("kind", SqlDbType.SmallInt), new("is_new", SqlDbType.Bit),
        new("token", SqlDbType.UniqueIdentifier), new("at", SqlDbType.DateTime2), new("name", SqlDbType.NVarChar, 128),
        new("note", SqlDbType.NVarChar, SqlMetaData.Max), new("mark", SqlDbType.Binary, 16), new("payload", SqlDbType.VarBinary, SqlMetaData.Max),
    ];

    [SetUp]
    public async Task CreateAsync()
    {
        const string Definition = """
            (id bigint NOT NULL PRIMARY KEY, place int NULL, kind smallint NULL, is_new bit NULL, token uniqueidentifier NULL, [at] datetime2(7) NULL,
             name nvarchar(128) NULL, note nvarchar(max) NULL, mark binary(16) NULL, payload varbinary(max) NULL)
            """;
        await ExecuteAsync($"CREATE TYPE rows_of_things AS TABLE {Definition}");
        await ExecuteAsync($"CREATE TABLE things {Definition}");
    }

    [Test]
    public async Task Rows_of_all_types_arrive([Values(0, 1, 1_000)] int count)
    {
        var rows = Enumerable.Range(0, count).Select(Row).ToList();

        await SendAsync("INSERT INTO things SELECT * FROM @rows", rows);

        await using var command = new SqlCommand("SELECT * FROM things ORDER BY id", Connection);
        await using var reader = await command.ExecuteReaderAsync();
        var read = 0;
        while (await reader.ReadAsync())
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            Assert.That(values, Is.EqualTo(Values(read++)));
        }

        Assert.That(read, Is.EqualTo(count));
    }

    [Test]
    public async Task A_null_is_refused_where_the_type_allows_none()
    {
        var row = Row(1);
        row.SetDBNull(0);

        var error = await Failure.OfAsync(() => SendAsync("SELECT 1 FROM @rows", [row]));

        Assert.That(error.Number, Is.EqualTo(515));
    }

    [Test]
    public async Task A_key_comes_once()
    {
        var error = await Failure.OfAsync(() => SendAsync("SELECT 1 FROM @rows", [Row(1), Row(1)]));

        Assert.That(error.Number, Is.EqualTo(2627));
    }

    [Test]
    public async Task It_can_be_joined_and_asked_twice()
    {
        await SendAsync("INSERT INTO things SELECT * FROM @rows", [Row(1), Row(2), Row(3)]);

        await SendAsync(
            """
            UPDATE t SET name = N'known' FROM @rows AS r JOIN things AS t ON t.id = r.id WHERE r.kind IN (SELECT kind FROM @rows);
            DELETE t FROM things AS t JOIN @rows AS r ON r.id = t.id WHERE t.id = 2;
            """,
            [Row(2), Row(3)]);

        Assert.That(await ColumnAsync<string>("SELECT name FROM things ORDER BY id"), Is.EqualTo(new[] { "name 1", "known" }));
    }

    private static object[] Values(int i) => i % 2 == 1
        ? [(long)i, i, (short)i, true, new Guid(i, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]), new DateTime(2026, 1, 1).AddTicks(i), $"name {i}", $"note {i} 😀", Mark(i), new byte[i]]
        : [(long)i, DBNull.Value, (short)i, false, DBNull.Value, DBNull.Value, $"name {i}", DBNull.Value, DBNull.Value, DBNull.Value];

    private static byte[] Mark(int i) => [.. Enumerable.Repeat((byte)i, 16)];

    private static SqlDataRecord Row(int i)
    {
        var row = new SqlDataRecord(Columns);
        row.SetValues(Values(i));
        return row;
    }

    private async Task SendAsync(string sql, List<SqlDataRecord> rows)
    {
        await using var command = new SqlCommand(sql, Connection);
        command.Parameters.Add(new SqlParameter("@rows", SqlDbType.Structured) { TypeName = "dbo.rows_of_things", Value = rows.Count == 0 ? null : rows });
        await command.ExecuteNonQueryAsync();
    }
}
