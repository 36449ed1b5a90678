using WebhookKit.EndToEnd.Tests.Programs;

namespace WebhookKit.EndToEnd.Tests;

/// <summary>A host that cannot run says so at once, in one sentence, and does not start.</summary>
public sealed class StartFailureTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    [TestCase("ASPNETCORE_ENVIRONMENT", "Production", "Ops:ApiKey", TestName = "Outside_Development_the_api_needs_a_key")]
    [TestCase("Webhooks__Leasing__Duration", "00:00:00.1", "LeaseOptions.Duration", TestName = "An_option_that_breaks_a_rule_is_named")]
    [TestCase("Webhooks__Publishing__MaxPayloadBytes", "0", "MaxPayloadBytes", TestName = "A_number_out_of_range_is_named")]
    [TestCase("Webhooks__Leasing__Duration", "soon", "Webhooks:Leasing:Duration", TestName = "A_value_of_the_wrong_type_is_named")]
    [TestCase("ConnectionStrings__App", "Data Source=:memory:", "must name a database file", TestName = "A_database_in_memory_is_refused")]
    [TestCase("Webhooks__Hosting__CreateSchema", "false", "Hosting:CreateSchema", TestName = "Missing_tables_are_named_where_creating_them_is_off")]
    public async Task The_program_does_not_start(string name, string value, string said)
    {
        using var folder = new TemporaryFolder();
        await using var program = StartedProgram.Start(
            "OrdersApi", ["--urls", "http://127.0.0.1:0"], OrdersApiProgram.EnvironmentFor(folder.Database, (name, value)));

        var exitCode = await program.WaitForExitAsync(Deadline);

        Assert.That(exitCode, Is.Not.Zero);
        Assert.That(program.Output, Does.Contain(said));
        Assert.That(program.Output, Does.Not.Contain("   at "), "a stack trace");
        Assert.That(program.Output, Does.Not.Contain("Orders API"));
    }
}
