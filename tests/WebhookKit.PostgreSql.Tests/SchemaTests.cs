using WebhookKit.Storage;

namespace WebhookKit.PostgreSql.Tests;

/// <summary>The tables: who may make them, how often, under which name, and from which version.</summary>
internal sealed class SchemaTests : StoreTests
{
    private const string Described = """
        SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable
        FROM information_schema.columns WHERE table_schema = current_schema()
        UNION ALL
        SELECT 'index ' || replace(indexdef, quote_ident(current_schema()) || '.', '') FROM pg_indexes WHERE schemaname = current_schema()
        UNION ALL
        SELECT 'settings ' || relname || ' ' || reloptions::text
        FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND reloptions IS NOT NULL
        UNION ALL
        SELECT 'partitions ' || count(*) FROM leases
        ORDER BY 1
        """;

    [Test]
    public async Task Stores_that_start_at_once_make_the_tables_once()
    {
        var stores = Enumerable.Range(0, 8).Select(_ => Database.Open()).ToArray();

        await Task.WhenAll(stores.Select(store => Task.Run(async () => await store.Schema.ApplyAsync())));

        var state = await stores[0].Schema.CheckAsync();
        await using var connection = Database.Connect();
        Assert.That(state.Found, Is.EqualTo(state.Needed));
        Assert.That(await ReadAsync(connection, "SELECT version::text FROM versions"), Is.Unique.And.Not.Empty);
    }

    [Test]
    public async Task The_printed_script_makes_the_same_tables_through_the_driver()
    {
        var byHand = new StoreDatabase();
        try
        {
            await Database.OpenReadyAsync();
            await StoreDatabase.ExecuteAsync(byHand.Open().Schema.GetScript());

            Assert.That(await DescribeAsync(byHand), Is.EqualTo(await DescribeAsync(Database)).And.Not.Empty);
        }
        finally
        {
            await byHand.RemoveAsync();
        }
    }

    [Test]
    public async Task The_printed_script_makes_the_same_tables_through_psql()
    {
        var byHand = new StoreDatabase();
        try
        {
            await Database.OpenReadyAsync();
            var (status, output) = await Psql.RunAsync(byHand.Open().Schema.GetScript());

            Assert.That(status, Is.Zero, output);
            Assert.That(await DescribeAsync(byHand), Is.EqualTo(await DescribeAsync(Database)).And.Not.Empty);
        }
        finally
        {
            await byHand.RemoveAsync();
        }
    }

    [Test]
    public async Task Tables_that_a_script_made_are_taken_as_they_are()
    {
        var store = Database.Open();
        await StoreDatabase.ExecuteAsync(store.Schema.GetScript());

        await store.Schema.ApplyAsync();

        var state = await store.Schema.CheckAsync();
        Assert.That(state.Found, Is.EqualTo(state.Needed));
        Assert.That(store.Schema.GetScript(state.Needed), Does.Not.Contain("CREATE"));
    }

    [Test]
    public async Task A_schema_name_keeps_its_capitals()
    {
        const string Name = "Orders_Webhooks";
        var store = Database.Open(options => options.Schema = Name);
        try
        {
            await store.Schema.ApplyAsync();
            var endpoint = await AddEndpointAsync(store);
            var published = Data.Event();

            var appended = await store.Outbox.AppendAsync(new AppendRequest { Events = [published] });

            await using var connection = Database.Connect();
            Assert.That(appended.Events[0].Endpoints, Is.EqualTo([endpoint]));
            Assert.That(
                await ReadAsync(connection, "SELECT nspname::text FROM pg_namespace WHERE lower(nspname) = 'orders_webhooks'"), Is.EqualTo([Name]));
        }
        finally
        {
            await StoreDatabase.ExecuteAsync($"DROP SCHEMA IF EXISTS \"{Name}\" CASCADE");
        }
    }

    [Test]
    public async Task Two_schemas_in_one_database_know_nothing_of_each_other()
    {
        var beside = new StoreDatabase();
        try
        {
            var one = await Database.OpenReadyAsync();
            var other = await beside.OpenReadyAsync();
            await AddEndpointAsync(one);
            await AddEndpointAsync(other);
            var published = Data.Event();

            await one.Outbox.AppendAsync(new AppendRequest { Events = [published] });
            var renewal = new LeaseRenewal { InstanceId = "one", Duration = TimeSpan.FromSeconds(15) };
            var leases = await one.Leases.RenewAsync(renewal);
            var otherLeases = await other.Leases.RenewAsync(new LeaseRenewal { InstanceId = "other", Duration = renewal.Duration });

            using (Assert.EnterMultipleScope())
            {
                Assert.That(await HasAsync(other, published), Is.False);
                Assert.That((await PendingAsync(one), await PendingAsync(other)), Is.EqualTo((1, 0)));
                Assert.That((leases.Leases.Count, otherLeases.Leases.Count), Is.EqualTo((EndpointId.PartitionCount, EndpointId.PartitionCount)));
            }
        }
        finally
        {
            await beside.RemoveAsync();
        }
    }

    [Test]
    public async Task Tables_of_a_newer_version_are_refused_and_left_alone()
    {
        var store = await Database.OpenReadyAsync();
        await using var connection = Database.Connect();
        await ExecuteAsync(connection, "INSERT INTO versions VALUES (999, now())");

        var failure = await Assert.ThrowsAsync<WebhookStoreException>(async () => await store.Schema.ApplyAsync());

        using (Assert.EnterMultipleScope())
        {
            Assert.That(failure!.Message, Does.Contain("999").And.Contain(Database.Schema).And.Contain("Deploy the newer version"));
            Assert.That(failure.IsTransient, Is.False);
            Assert.That(await ReadAsync(connection, "SELECT max(version)::text FROM versions"), Is.EqualTo(["999"]));
        }
    }

    [Test]
    public async Task A_role_that_may_not_create_schemas_uses_one_that_was_made_for_it()
    {
        await using var role = await Role.CreateAsync();
        await StoreDatabase.ExecuteAsync($"CREATE SCHEMA \"{Database.Schema}\" AUTHORIZATION {role.Name}");
        var store = Database.Open(options => (options.DataSource, options.ConnectionString) = (null, role.ConnectionString));

        await store.Schema.ApplyAsync();

        var endpoint = await AddEndpointAsync(store);
        var appended = await store.Outbox.AppendAsync(new AppendRequest { Events = [Data.Event()] });
        Assert.That(appended.Events[0].Endpoints, Is.EqualTo([endpoint]));
    }

    [Test]
    public async Task A_role_that_may_only_use_the_tables_runs_on_what_a_script_made()
    {
        await using var role = await Role.CreateAsync();
        var owner = await Database.OpenReadyAsync();
        await StoreDatabase.ExecuteAsync(
            $"""
            GRANT USAGE ON SCHEMA "{Database.Schema}" TO {role.Name};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA "{Database.Schema}" TO {role.Name};
            """);
        var endpoint = await AddEndpointAsync(owner);
        var store = Database.Open(options => (options.DataSource, options.ConnectionString) = (null, role.ConnectionString));

        await store.Schema.ApplyAsync();
        var grant = await store.Leases.RenewAsync(new LeaseRenewal { InstanceId = "one", Duration = TimeSpan.FromSeconds(15) });
        var appended = await store.Outbox.AppendAsync(new AppendRequest { Events = [Data.Event()] });

        Assert.That(appended.Events[0].Endpoints, Is.EqualTo([endpoint]));
        Assert.That(grant.Leases, Has.Count.EqualTo(EndpointId.PartitionCount));
    }

    private static async Task<List<string>> DescribeAsync(StoreDatabase database)
    {
        await using var connection = database.Connect();
        return await ReadAsync(connection, Described);
    }
}
