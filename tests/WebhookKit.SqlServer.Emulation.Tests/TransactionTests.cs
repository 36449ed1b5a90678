using System.Data;
using Dapper;
using Microsoft.Data.SqlClient;

namespace WebhookKit.SqlServer.Emulation.Tests;

internal sealed class TransactionTests : DatabaseTest
{
    [SetUp]
    public Task CreateAsync() => ExecuteAsync("CREATE TABLE things (id int NOT NULL PRIMARY KEY)");

    [Test]
    public async Task A_transaction_is_all_or_nothing([Values] bool commits)
    {
        await using (var transaction = (SqlTransaction)await Connection.BeginTransactionAsync())
        {
            await Connection.ExecuteAsync("INSERT INTO things VALUES (1)", transaction: transaction);
            await Connection.ExecuteAsync("INSERT INTO things VALUES (2)", transaction: transaction);
            if (commits)
            {
                await transaction.CommitAsync();
            }
        }

        Assert.That(await IdsAsync(), Is.EqualTo(commits ? new[] { 1, 2 } : []));
    }

    [Test]
    public async Task An_error_ends_its_statement_alone()
    {
        await using var transaction = (SqlTransaction)await Connection.BeginTransactionAsync();
        await Connection.ExecuteAsync("INSERT INTO things VALUES (1)", transaction: transaction);

        await Failure.OfAsync(() => Connection.ExecuteAsync("INSERT INTO things VALUES (2); INSERT INTO things VALUES (1); INSERT INTO things VALUES (3)", transaction: transaction));
        await transaction.CommitAsync();

        Assert.That(await IdsAsync(), Is.EqualTo(new[] { 1, 2, 3 }));
    }

    [Test]
    public async Task An_error_ends_the_transaction_under_xact_abort()
    {
        await using var transaction = (SqlTransaction)await Connection.BeginTransactionAsync();
        await Connection.ExecuteAsync("SET XACT_ABORT ON; INSERT INTO things VALUES (1)", transaction: transaction);

        await Failure.OfAsync(() => Connection.ExecuteAsync("INSERT INTO things VALUES (1); INSERT INTO things VALUES (3)", transaction: transaction));

        using (Assert.EnterMultipleScope())
        {
            Assert.That(() => transaction.CommitAsync(), Throws.InvalidOperationException);
            Assert.That(await IdsAsync(), Is.Empty);
        }
    }

    [Test]
    public async Task What_a_command_with_parameters_sets_ends_with_it()
    {
        await Connection.ExecuteAsync("SET XACT_ABORT ON; SET NOCOUNT ON; SELECT @x", new { x = 1 });

        await Failure.OfAsync(() => Connection.ExecuteAsync("INSERT INTO things VALUES (1); INSERT INTO things VALUES (1); INSERT INTO things VALUES (3)"));

        Assert.That(await IdsAsync(), Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    public async Task A_savepoint_takes_back_what_came_after_it([Values] bool asStatement)
    {
        await using var transaction = (SqlTransaction)await Connection.BeginTransactionAsync();
        await Connection.ExecuteAsync("INSERT INTO things VALUES (1)", transaction: transaction);
        if (asStatement)
        {
            await Connection.ExecuteAsync("SAVE TRANSACTION here; INSERT INTO things VALUES (2); ROLLBACK TRANSACTION here; INSERT INTO things VALUES (3)", transaction: transaction);
        }
        else
        {
            await transaction.SaveAsync("here");
            await Connection.ExecuteAsync("INSERT INTO things VALUES (2)", transaction: transaction);
            await transaction.RollbackAsync("here");
            await Connection.ExecuteAsync("INSERT INTO things VALUES (3)", transaction: transaction);
        }

        await transaction.CommitAsync();

        Assert.That(await IdsAsync(), Is.EqualTo(new[] { 1, 3 }));
    }

    [Test]
    public async Task A_batch_has_transactions_of_its_own()
    {
        await ExecuteAsync("""
            BEGIN TRANSACTION;
            INSERT INTO things VALUES (1);
            BEGIN TRANSACTION;
            INSERT INTO things VALUES (@@TRANCOUNT);
            COMMIT TRANSACTION;
            COMMIT TRANSACTION;
            BEGIN TRANSACTION;
            INSERT INTO things VALUES (9);
            ROLLBACK TRANSACTION;
            """);

        Assert.That(await IdsAsync(), Is.EqualTo(new[] { 1, 2 }));
    }

    [Test]
    public async Task A_caught_error_can_be_thrown_again()
    {
        var error = await RefusedAsync("""
            INSERT INTO things VALUES (1);
            BEGIN TRY
                INSERT INTO things VALUES (1);
                INSERT INTO things VALUES (2);
            END TRY
            BEGIN CATCH
                INSERT INTO things VALUES (3);
                THROW;
            END CATCH;
            """);

        using (Assert.EnterMultipleScope())
        {
            Assert.That(error.Number, Is.EqualTo(2627));
            Assert.That(await IdsAsync(), Is.EqualTo(new[] { 1, 3 }));
        }
    }

    [Test]
    public async Task A_pooled_connection_comes_back_without_its_transaction_and_options()
    {
        await using (var left = await OpenAsync())
        {
            await left.ExecuteAsync("SET XACT_ABORT ON; SET NOCOUNT ON; SET LOCK_TIMEOUT 10; BEGIN TRANSACTION; INSERT INTO things VALUES (1)");
        }

        await using var next = await OpenAsync();

        using (Assert.EnterMultipleScope())
        {
            Assert.That(await next.ExecuteScalarAsync<int>("SELECT @@TRANCOUNT"), Is.Zero);
            Assert.That(await next.ExecuteAsync("INSERT INTO things VALUES (2)"), Is.EqualTo(1), "counts again");
            Assert.That(await IdsAsync(), Is.EqualTo(new[] { 2 }));
        }
    }

    [Test]
    public async Task A_lost_connection_takes_its_transaction_with_it()
    {
        await using var lost = await OpenAsync();
        await using var transaction = (SqlTransaction)await lost.BeginTransactionAsync(IsolationLevel.ReadCommitted);
        await lost.ExecuteAsync("INSERT INTO things VALUES (1)", transaction: transaction);
        SqlConnection.ClearPool(lost);
        await lost.CloseAsync();

        Assert.That(() => ScalarAsync<int>("SET LOCK_TIMEOUT 5000; SELECT COUNT(*) FROM things WITH (TABLOCKX)"), Is.Zero.After(5_000, 50));
    }

    private Task<int[]> IdsAsync() => ColumnAsync<int>("SELECT id FROM things ORDER BY id");
}
