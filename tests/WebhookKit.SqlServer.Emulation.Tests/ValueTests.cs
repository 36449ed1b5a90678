using System.Data;
using System.Data.SqlTypes;
using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Emulation.Tests;

/// <summary>Values come back as they went: as a parameter alone, and through a column.</summary>
internal sealed class ValueTests : DatabaseTest
{
    private static readonly Guid Id = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");

    private static IEnumerable<TestCaseData> Values()
    {
        yield return Case("bigint", SqlDbType.BigInt, 0, long.MinValue, long.MaxValue, 0L);
        yield return Case("int", SqlDbType.Int, 0, int.MinValue, int.MaxValue, 0);
        yield return Case("smallint", SqlDbType.SmallInt, 0, short.MinValue, short.MaxValue, (short)0);
        yield return Case("bit", SqlDbType.Bit, 0, true, false);
        yield return Case("float", SqlDbType.Float, 0, double.MinValue, double.MaxValue, 0.1);
        yield return Case("decimal(28, 4)", SqlDbType.Decimal, 0, -1234567890123456789.1234m, 0.0001m, 0m);
        yield return Case("uniqueidentifier", SqlDbType.UniqueIdentifier, 0, Id, Guid.Empty);
        yield return Case("datetime2(7)", SqlDbType.DateTime2, 0, DateTime.MinValue, DateTime.MaxValue, new DateTime(2026, 11, 26, 7, 4, 5).AddTicks(1_234_567));
        yield return Case("nvarchar(128)", SqlDbType.NVarChar, 128, "", "abc", " \t\n'\"%_[ ", "é😀中", new string('x', 128));
        yield return Case("nvarchar(max)", SqlDbType.NVarChar, -1, "", new string('é', 100_000));
        yield return Case("varchar(128)", SqlDbType.VarChar, 128, "", "abc é");
        yield return Case("varbinary(16)", SqlDbType.VarBinary, 16, Array.Empty<byte>(), new byte[] { 0, 255 });
        yield return Case("varbinary(max)", SqlDbType.VarBinary, -1, Array.Empty<byte>(), new byte[300_000]);
        yield return Case("binary(16)", SqlDbType.Binary, 16, Id.ToByteArray());

        static TestCaseData Case(string type, SqlDbType kind, int size, params object[] values) => new TestCaseData(type, kind, size, values).SetArgDisplayNames(type);
    }

    [TestCaseSource(nameof(Values))]
    public async Task A_value_comes_back(string type, SqlDbType kind, int size, object[] values)
    {
        await ExecuteAsync($"CREATE TABLE things (id int IDENTITY NOT NULL PRIMARY KEY, value {type} NULL)");

        using (Assert.EnterMultipleScope())
        {
            foreach (var value in values.Append(DBNull.Value))
            {
                Assert.That(await SendAsync("SELECT @value", kind, size, value), Is.EqualTo(value), "alone");
                Assert.That(await SendAsync("INSERT INTO things (value) OUTPUT inserted.value VALUES (@value)", kind, size, value), Is.EqualTo(value), "inserted");
                Assert.That(await SendAsync("SELECT TOP (1) value FROM things ORDER BY id DESC", kind, size, value), Is.EqualTo(value), "stored");
            }
        }
    }

    [Test]
    public async Task A_tinyint_comes_back_from_a_column_as_a_smallint()
    {
        await ExecuteAsync("CREATE TABLE things (value tinyint NOT NULL)");

        await SendAsync("INSERT INTO things VALUES (@value)", SqlDbType.TinyInt, 0, byte.MaxValue);

        Assert.That(await ScalarAsync<object>("SELECT value FROM things"), Is.EqualTo((short)255));
    }

    [TestCase(3, 5_004_999, 5_000_000)]
    [TestCase(3, 5_005_000, 5_010_000)]
    [TestCase(6, 5_004_994, 5_004_990)]
    public async Task A_time_is_rounded_to_the_scale_of_its_column(int scale, long ticks, long stored)
    {
        var time = new DateTime(2026, 11, 26);
        await ExecuteAsync($"CREATE TABLE things (value datetime2({scale}) NOT NULL)");

        await SendAsync("INSERT INTO things VALUES (@value)", SqlDbType.DateTime2, 0, time.AddTicks(ticks));

        Assert.That(await ScalarAsync<DateTime>("SELECT value FROM things"), Is.EqualTo(time.AddTicks(stored)));
    }

    [Test]
    public async Task Identifiers_are_sorted_as_the_server_sorts_them()
    {
        var ids = Enumerable.Range(0, 50).Select(_ => Guid.NewGuid()).ToArray();
        await ExecuteAsync("CREATE TABLE things (id uniqueidentifier NOT NULL PRIMARY KEY)");
        foreach (var id in ids)
        {
            await ExecuteAsync("INSERT INTO things VALUES (@id)", new { id });
        }

        var sorted = await ColumnAsync<Guid>("SELECT id FROM things ORDER BY id");

        Assert.That(sorted, Is.EqualTo(ids.Order(Comparer<Guid>.Create((left, right) => new SqlGuid(left).CompareTo(new SqlGuid(right))))));
    }

    [Test]
    public async Task An_identifier_and_its_text_are_the_same()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(await ScalarAsync<Guid>($"SELECT CAST(N'{Id}' AS uniqueidentifier)"), Is.EqualTo(Id));
            Assert.That(await ScalarAsync<string>("SELECT CAST(@Id AS nvarchar(36))", new { Id }), Is.EqualTo(Id.ToString().ToUpperInvariant()));
            Assert.That(await ColumnAsync<Guid>("SELECT NEWID() UNION ALL SELECT NEWID()"), Is.Unique);
        }
    }

    [Test]
    public async Task Text_is_compared_byte_by_byte()
    {
        await ExecuteAsync("CREATE TABLE things (name nvarchar(10) NOT NULL PRIMARY KEY); INSERT INTO things VALUES (N'b'), (N'a'), (N'B'), (N'é')");

        Assert.That(await ColumnAsync<string>("SELECT name FROM things ORDER BY name"), Is.EqualTo(new[] { "B", "a", "b", "é" }));
    }

    [Test]
    public async Task An_output_parameter_comes_back()
    {
        await using var command = new SqlCommand("SET @answer = @question + 1", Connection);
        command.Parameters.Add("@question", SqlDbType.Int).Value = 41;
        var answer = command.Parameters.Add("@answer", SqlDbType.Int);
        answer.Direction = ParameterDirection.Output;

        await command.ExecuteNonQueryAsync();

        Assert.That(answer.Value, Is.EqualTo(42));
    }

    private async Task<object?> SendAsync(string sql, SqlDbType kind, int size, object value)
    {
        await using var command = new SqlCommand(sql, Connection);
        command.Parameters.Add("@value", kind, size).Value = value;
        return await command.ExecuteScalarAsync();
    }
}
